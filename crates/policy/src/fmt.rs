//! `azukari fmt`: one way to write a policy; keeps comments.
