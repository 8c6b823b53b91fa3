//! `azukari new`: a skeleton whose every clause is *not yet*.
