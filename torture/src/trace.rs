//! Calls of the program that fail, are slow, or are its last: `strace` injects them, the program knows nothing of it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What happens to which call.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// System calls, a comma between.
    pub calls: &'static str,
    /// Only calls on this file.
    pub file: Option<PathBuf>,
    /// As `strace -e inject` takes it.
    pub what: String,
}

impl Fault {
    /// The program under the tracer; its arguments follow.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={}", self.calls)]);
        command.args(["-e", &format!("inject={}:{}", self.calls, self.what), "-e", "signal=none"]);
        if let Some(file) = &self.file {
            command.arg("-P").arg(file);
        } else {
            command.arg("--seccomp-bpf");
        }
        command.arg(program);
        command
    }
}

/// Whether the tracer is there and may trace.
pub(crate) fn is_there() -> bool {
    let status = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
