//! The command line: every command with its arguments, in English and Japanese.

mod ja;
pub(crate) mod mistaken;
pub(crate) mod scan;

use azukari_model::{Date, Lang};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::{net::SocketAddr, path::PathBuf};
use tracing::level_filters::LevelFilter;

/// A privacy policy that runs.
#[derive(Debug, Parser)]
#[command(name = "azukari", version, propagate_version = true, infer_subcommands = false)]
pub(crate) struct Args {
    /// Language of messages; else by LANG.
    #[arg(long, global = true, value_parser = parse_lang, value_name = "ja|en")]
    pub lang: Option<Lang>,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the whole thing on temporary data and five real policies.
    Demo(Demo),
    /// Publish, decide and keep: the server.
    Serve(Serve),
    /// Find everything that is wrong with policies.
    Check(Check),
    /// Explain a code: what, why, an example, what to do instead.
    Explain(Explain),
    /// Tell what changed between two versions of a policy, and what each change needs.
    Diff(Diff),
    /// Run decided cases: a company's unit tests for its policy.
    Test(Paths),
    /// Write the skeleton of a policy, every clause not yet kept.
    New(New),
    /// Write policy files the one way; keeps comments.
    Fmt(Fmt),
    /// Write the published policy as HTML, a fragment for your own layout, Markdown and JSON.
    Publish(Publish),
    /// Compare what browsers send from a site with what its policy says.
    Scan(scan::Scan),
    /// List, search and show what is publicly known of outside services.
    Vendors(scan::Vendors),
    /// List each clause and what keeps it: enforced, asked, attested, statement, not yet.
    Promises(Promises),
    /// Put a version of a policy in force, in the name of an officer.
    Activate(Activate),
    /// Print the JSON Schema of policy.toml or operation.toml, for editors.
    Schema(Schema),
    /// Make a token for a role of a service. It is printed once.
    #[command(subcommand)]
    Token(Token),
    /// Compute everything again from the bytes of the records upward, or check one proof.
    Verify(Verify),
    /// Keep an auditor's checkpoint of a ledger, and prove that it only grew.
    Watch(Watch),
    /// Write a backup beside the running server: two sealed files, data without keys, and keys.
    Backup(Backup),
    /// Make a database from a backup, or close the gap that it left.
    Restore(Restore),
    /// Back up, restore and verify a copy in a temporary folder; print how long each step took.
    Drill(Drill),
}

/// How data is printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Human,
    Plain,
    Json,
    Sarif,
}

/// `azukari demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Your own policies instead of the five.
    #[arg(long, value_name = "DIR")]
    pub policies: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// The time it starts at (RFC 3339); else now.
    #[arg(long, value_name = "T")]
    pub now: Option<String>,
    /// Tell the story, then stop instead of serving on.
    #[arg(long)]
    pub once: bool,
    /// How many people to invent.
    #[arg(long, default_value_t = 1200, value_name = "N")]
    pub people: usize,
    /// No story: print the address and the tokens as one line of JSON, and serve.
    #[arg(long)]
    pub json: bool,
}

/// `azukari serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// Folder with one folder for each service.
    #[arg(long, value_name = "DIR")]
    pub policies: PathBuf,
    /// Where the database and the key file live.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// File with the passphrase of the key file; without one the key file itself is the secret.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// What the ledger is called in its checkpoints.
    #[arg(long, default_value = "azukari.example/ledger", value_name = "NAME")]
    pub origin: String,
    /// How much is logged, as lines of JSON on stderr: off, error, warn, info, debug or trace.
    #[arg(long, default_value = "warn", value_name = "LEVEL")]
    pub log: LevelFilter,
}

/// `azukari check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Policy folders, or folders of policy folders.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Also compare with an earlier version: what changed without its meaning being raised.
    #[arg(long, value_name = "OLD")]
    pub against: Option<PathBuf>,
    /// The day acceptances are compared with; else today.
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

/// `azukari explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// A code of a diagnostic, a refusal, a change or a guarantee; without one, all are listed.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `azukari diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// Folder of the old version.
    pub old: PathBuf,
    /// Folder of the new version.
    pub new: PathBuf,
    /// How to print; html: old and new in two columns.
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
}

/// How a difference is printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum DiffFormat {
    #[default]
    Human,
    Json,
    Html,
    Markdown,
}

/// Paths alone.
#[derive(Debug, clap::Args)]
pub(crate) struct Paths {
    /// Policy folders, folders of policy folders, or files of cases.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `azukari new`.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The id of the service, and the folder's name; or `operation` inside a policy folder.
    pub name: String,
    /// Folder to write it into.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub into: PathBuf,
}

/// `azukari fmt`.
#[derive(Debug, clap::Args)]
pub(crate) struct Fmt {
    /// Policy folders, or folders of policy folders.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; exit 1 if something would change.
    #[arg(long)]
    pub check: bool,
}

/// `azukari publish`.
#[derive(Debug, clap::Args)]
pub(crate) struct Publish {
    /// A policy folder, or a folder of policy folders.
    pub path: PathBuf,
    /// Where to write.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// `azukari promises`.
#[derive(Debug, clap::Args)]
pub(crate) struct Promises {
    /// A policy folder, or a folder of policy folders.
    #[arg(default_value = "policies", value_name = "PATH")]
    pub path: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `azukari activate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Activate {
    /// The policy folder.
    pub path: PathBuf,
    /// The officer who answers for it.
    #[arg(long, value_name = "OFFICER")]
    pub by: String,
    /// The day this version was published, if that was before it ran here.
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
    /// Where the database and the key file live.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `azukari schema`.
#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// Which file.
    #[arg(value_enum, default_value_t)]
    pub file: SchemaFile,
}

/// Which file a schema is for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum SchemaFile {
    #[default]
    Policy,
    Operation,
}

/// `azukari token`.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token.
    Create(TokenCreate),
    /// Take a token back: it opens nothing from the next act on.
    Revoke(TokenRevoke),
}

/// `azukari token revoke`.
#[derive(Debug, clap::Args)]
pub(crate) struct TokenRevoke {
    /// The id of the token, as `create` told it.
    #[arg(value_name = "tok_…")]
    pub id: azukari_model::TokenId,
    /// The service.
    #[arg(long)]
    pub service: String,
    /// Where the database and the key file live.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `azukari token create`.
#[derive(Debug, clap::Args)]
pub(crate) struct TokenCreate {
    /// The service.
    #[arg(long)]
    pub service: String,
    /// The role.
    #[arg(long)]
    pub role: String,
    /// Who owns it: the account its acts are recorded under.
    #[arg(long, value_name = "NAME")]
    pub owner: String,
    /// How long it is good for.
    #[arg(long, default_value = "P90D", value_name = "PERIOD")]
    pub expires: azukari_model::Period,
    /// Networks it may come from, as `10.0.0.0/8`; everywhere if none.
    #[arg(long, value_name = "CIDR")]
    pub network: Vec<String>,
    /// Where the database and the key file live.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `azukari verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// A file with one proof, `….tlog-proof`.
    #[arg(required_unless_present = "data", conflicts_with = "data")]
    pub file: Option<PathBuf>,
    /// The whole database of this folder.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A checkpoint somebody kept, as `azukari watch --keep` writes it: the log must go on from it.
    #[arg(long, value_name = "FILE", requires = "data")]
    pub kept: Vec<PathBuf>,
    /// The ledger's public key, as `azukari watch` and the ledger page print it.
    #[arg(long, value_name = "VKEY")]
    pub key: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `azukari watch`.
#[derive(Debug, clap::Args)]
pub(crate) struct Watch {
    /// Where the ledger is served, as `http://127.0.0.1:8080`.
    pub url: String,
    /// The file that keeps the newest checkpoint seen.
    #[arg(long, value_name = "FILE")]
    pub keep: PathBuf,
    /// The ledger's public key; else the one of the first visit is kept.
    #[arg(long, value_name = "VKEY")]
    pub key: Option<String>,
    /// Look again every so many seconds instead of once.
    #[arg(long, value_name = "SECONDS")]
    pub every: Option<u64>,
}

/// `azukari backup`.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Where the database and the key file live.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The folder the two files go into.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How long keys files are kept; older ones in the folder are removed.
    #[arg(long, default_value = "P30D", value_name = "PERIOD")]
    pub keep_keys: azukari_model::Period,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `azukari restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The folder of the backup, or its data file; of a folder, the newest.
    #[arg(long, value_name = "PATH", required_unless_present = "close_gap", conflicts_with = "close_gap")]
    pub from: Option<PathBuf>,
    /// The folder of the keys file, or the file; else beside the data file.
    #[arg(long, value_name = "PATH", requires = "from")]
    pub keys: Option<PathBuf>,
    /// The folder the database goes into: it has none yet. With what is left of the lost one: key, azukari.db.erased, azukari.db.leaves.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The key file, where the folder does not have it.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub key: Option<PathBuf>,
    /// The erasure journal is gone: everything that reaches a person is refused until the gap is closed.
    #[arg(long, requires = "from")]
    pub without_journal: bool,
    /// Close the gap of a restore: everything goes on, and the decision is recorded.
    #[arg(long, requires = "by", requires = "because")]
    pub close_gap: bool,
    /// The officer who answers for it.
    #[arg(long, value_name = "OFFICER", requires = "close_gap")]
    pub by: Option<String>,
    /// What was done about what may be missing.
    #[arg(long, value_name = "TEXT", requires = "close_gap")]
    pub because: Option<String>,
    /// Nobody was shown a later head of the log than the backup has.
    #[arg(long, requires = "close_gap")]
    pub log_ends_here: bool,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `azukari drill`.
#[derive(Debug, clap::Args)]
pub(crate) struct Drill {
    /// Where the database and the key file live.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Where the temporary folder is made: it takes as much as the data; else where the system keeps such.
    #[arg(long, value_name = "DIR")]
    pub within: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// File with the passphrase of the key file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|()| "`ja` or `en`".to_owned())
}

/// Reads the arguments; help and errors come in the language of `lang`.
pub(crate) fn parse(arguments: impl IntoIterator<Item = std::ffi::OsString>, lang: Lang) -> Result<Args, clap::Error> {
    let command = match lang {
        Lang::Ja => ja::translate(Args::command()),
        Lang::En => Args::command(),
    };
    Args::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_a_japanese_sentence() {
        assert_eq!(ja::untranslated(&Args::command()), Vec::<String>::new());
    }
}
