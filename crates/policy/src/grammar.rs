//! The grammar as one table: tables, keys, types.
