//! The published policy: HTML, Markdown, JSON.
