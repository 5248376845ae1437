"""Tests of the NFS-Ganesha rig."""
