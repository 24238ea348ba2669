"""Tablets that people take along: which are whose, which plans were taken, and what happens when one is lost."""
