"""Claim -> Claim: who, where and when a claim speaks of, each a choice with candidates and reasons."""

from dateline.ground.grounder import Grounder

__all__ = ["Grounder"]
