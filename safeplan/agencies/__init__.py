"""Agencies, their teams, people, desks and recovery: who there is, and who may come in."""
