//! A page for each code.
