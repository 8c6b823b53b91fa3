//! The arguments of `scan` and `vendors`.

use azukari_model::{Date, Period};
use clap::ValueEnum;
use std::path::PathBuf;

/// `azukari scan`.
#[derive(Debug, clap::Args)]
pub(crate) struct Scan {
    /// Addresses of pages.
    #[arg(value_name = "URL", required_unless_present = "urls")]
    pub pages: Vec<String>,
    /// A file with one address a line.
    #[arg(long, value_name = "FILE")]
    pub urls: Option<PathBuf>,
    /// The policy folder.
    #[arg(long, value_name = "DIR")]
    pub policy: PathBuf,
    /// fresh, refused, accepted, category, category:ID, withdrawn, gpc, returning; else all that the policy makes a difference of.
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    pub state: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: ScanFormat,
    /// Findings that are accepted for a while.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write a baseline of what is found, for somebody to give reasons to.
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Exit 1 for warnings too.
    #[arg(long)]
    pub strict: bool,
    /// Visit hosts that the policy does not name in `service.sites`.
    #[arg(long)]
    pub i_own_this_site: bool,
    /// Do not follow the ways out that the policy names.
    #[arg(long)]
    pub no_ways_out: bool,
    /// A page is idle when it has sent nothing for so many milliseconds.
    #[arg(long, default_value_t = 800, value_name = "MS")]
    pub quiet: u64,
    /// The longest a page may be busy, in seconds.
    #[arg(long, default_value_t = 20, value_name = "SECONDS")]
    pub deadline: u64,
    /// The Chromium to drive; else the first on the path.
    #[arg(long, env = "CHROME", value_name = "FILE")]
    pub chrome_path: Option<PathBuf>,
    /// One more argument for Chromium.
    #[arg(long, value_name = "ARG", allow_hyphen_values = true)]
    pub chrome_arg: Vec<String>,
    /// The day acceptances are compared with; else today.
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum ScanFormat {
    #[default]
    Human,
    Json,
    Sarif,
    Junit,
    Markdown,
}

/// `azukari vendors`.
#[derive(Debug, clap::Args)]
pub(crate) struct Vendors {
    /// Words to look for, in Japanese or English; an id shows one in full.
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Only those that ought to be read again.
    #[arg(long)]
    pub stale: bool,
    /// How long what was read counts as read.
    #[arg(long, default_value = "P180D", value_name = "PERIOD")]
    pub older_than: Period,
    /// How to print; toml: to paste into a file of vendors.
    #[arg(long, value_enum, default_value_t)]
    pub format: VendorFormat,
    /// The day ages are counted to; else today.
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

/// How vendors are printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum VendorFormat {
    #[default]
    Human,
    Json,
    Toml,
}
