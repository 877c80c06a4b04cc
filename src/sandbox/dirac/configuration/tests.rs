//! Commits, workers and merges, without a request around them.
