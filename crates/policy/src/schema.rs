//! JSON Schema of both files, for editors.
