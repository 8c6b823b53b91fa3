//! A diagnostic: plain data with a stable code, rendered at the edge.

use crate::{
    codes::{Code, Severity},
    source::Place,
};

/// One thing to say about a policy.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: Code,
    /// The code's own severity, or a lower one where the language says so.
    pub severity: Severity,
    pub place: Option<Place>,
    /// Other places that belong to it, each with a label.
    pub also: Vec<(Place, &'static str)>,
    /// What fills the braces of the sentence.
    pub arguments: Vec<(&'static str, String)>,
    /// Accepted in writing by `[[accept]]`: still listed by `promises` and the board, not by `check`.
    pub accepted: bool,
}

impl Diagnostic {
    /// A diagnostic of this code at this place, with the code's severity.
    pub fn new(code: Code, place: Option<Place>) -> Self {
        Self {
            code,
            severity: code.sentence().severity,
            place,
            also: Vec::new(),
            arguments: Vec::new(),
            accepted: false,
        }
    }

    /// Fills one brace.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Lowers the severity.
    #[must_use]
    pub fn as_advice(mut self) -> Self {
        self.severity = Severity::Advice;
        self
    }
}
