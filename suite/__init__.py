"""The cases: one file per area, named after what is at stake.

| file | codes | what is at stake |
|---|---|---|
| `identity.py` | ID | who a client is to a server, over restarts |
| `identity_principals.py` | ID | whose name a client owner is |
| `identity_sessions.py` | ID | that sessions and client IDs are made and destroyed once, and take nothing along |
| `identity_restarts.py` | ID | what a server says of itself after a restart, and R of itself at O |
| `locks.py` | LK | that a lock granted anywhere holds everywhere |
| `shares.py` | LK | whom a deny mode keeps out, and where |
| `grace.py` | GR | that a rebooted server gives back what it took, and nothing else |
| `grace_ends.py` | GR | how long grace lasts, and the moment in which it ends |
| `edge_conditions.py` | GR | what a server must have written down before it lost its memory |
| `reclaims.py` | GR | who may reclaim what, while grace runs |
| `courtesy.py` | CO | what an expired lease is still worth |
| `courtesy_conflicts.py` | CO | what becomes of an expired lease once somebody wants what it blocks |
| `partitions.py` | NP | what survives when R and O can't talk |
| `partitions_of_clients.py` | NP | what survives when an end client can't reach R, or old messages come late |
| `origin_reboots.py` | OB | what an end client has left when O reboots under R |
| `both_reboot.py` | BB | what is left when O and R lose their memory together |
| `no_support.py` | NS | that a server without recovery says so |
| `pass_through.py` | PT | locks over a reboot of R, by way of the origin's memory |
| `pass_through_origin.py` | PT | what O keeps for a client that will come back |
| `pass_through_reclaims.py` | PT | what can be reclaimed, and by whom, on both sides of R |
| `pass_through_reexport.py` | PT | what R owes both its sides meanwhile: order, names, numbers |
| `enumeration.py` | EN | that a server tells a client all that it holds, and nothing else |
| `enumeration_pages.py` | EN | that a list of any length comes whole, in pages of any size |
| `enumeration_times.py` | EN | that a list is right after a loss, in grace, behind a fence, in the rush |
| `enumerated.py` | EN | locks over a reboot of R, by way of that list |
| `borrowed_names.py` | EN | that nobody profits from R's name at O, and nothing is left under it |
| `persisted.py` | PS | locks over a reboot of R, by way of what R wrote down |
| `written_down.py` | PS | that R's notes may be lost, late or old, and nobody is hurt |
| `forgotten.py` | BB | that what R knew of an O that rebooted is worth nothing |
| `crash_points.py` | CP | the moments between two servers' knowledge |
| `crash_restarts.py` | CP | R dies again before it has recovered |
| `origin_crash_points.py` | CP | the moments between what O does and what it writes down |
| `clocks.py` | NP | that leases run by a clock that nobody sets |
| `chained.py` | PT | locks through a re-export server of the re-export server |
| `pass_through_policy.py` | PT | what administrators may change meanwhile |
| `replay.py` | RP | that a retried request is executed once |
| `replay_reboots.py` | RP | that nothing is done twice when its answer was lost over a reboot |
| `bad_input.py` | SC | that a client can't reach another's state |
| `leaks.py` | SL | that nothing is left at the origin |
"""
