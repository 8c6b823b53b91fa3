//! Where output goes: data on stdout, talk on stderr. The only place of the program that prints.

use std::io::{self, IsTerminal, Write};

/// How a command ended; the exit code carries the answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// Everything is as it should be.
    Clean,
    /// Problems were found.
    Problems,
    /// The command could not be understood or carried out.
    Usage,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Problems => Self::from(1),
            Exit::Usage => Self::from(2),
        }
    }
}

/// Prints data and talk, and knows whether colour is welcome.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    colour: bool,
}

impl Printer {
    /// Colour on a terminal, unless `NO_COLOR` is set.
    pub(crate) fn new(no_color: bool) -> Self {
        Self { colour: !no_color && io::stdout().is_terminal() }
    }

    /// Whether data may be coloured.
    pub(crate) const fn colour(self) -> bool {
        self.colour
    }

    /// A line of data. A reader that went away is no error of ours.
    #[expect(clippy::unused_self, reason = "who prints holds the printer")]
    pub(crate) fn data(self, line: &str) {
        let _ = writeln!(io::stdout().lock(), "{line}");
    }

    /// A line for the one who watches.
    #[expect(clippy::unused_self, reason = "who prints holds the printer")]
    pub(crate) fn talk(self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    /// Text in bold, where colour is welcome.
    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Text in green, where colour is welcome.
    pub(crate) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Text in red, where colour is welcome.
    pub(crate) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// Text in grey, where colour is welcome.
    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
