"""Tests of the kernel rig."""
