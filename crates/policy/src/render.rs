//! Diagnostics as human text, plain lines, JSON, SARIF.
