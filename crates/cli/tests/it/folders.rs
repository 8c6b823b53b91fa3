//! Hostile policy folders: whatever stands in one, each command answers in time, with a code and an exit that say what is wrong,
//! and writes nothing half-way.

use crate::support::root;
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

/// The longest any of it may take, on a busy machine too.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder `policies/` with one service, clean until a test spoils it.
struct Place {
    temporary: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let corpus = root().join("policies");
        let service = temporary.path().join("policies/sessa");
        fs::create_dir_all(service.join("tests")).unwrap();
        for file in ["policy.toml", "operation.toml", "ja.md", "en.md", "tests/promises.toml"] {
            fs::copy(corpus.join("sessa").join(file), service.join(file)).unwrap();
        }
        fs::copy(corpus.join("vendors.toml"), temporary.path().join("policies/vendors.toml")).unwrap();
        Self { temporary }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.temporary.path().join("policies/sessa").join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let _ = fs::remove_file(self.file(name));
        fs::write(self.file(name), bytes).unwrap();
    }

    fn edit(&self, name: &str, edit: impl FnOnce(String) -> String) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        self.write(name, edit(text));
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_azukari"));
        command.current_dir(self.temporary.path()).args(arguments).args(["--lang", "en"]).env("NO_COLOR", "1");
        let started = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let read = |mut from: Box<dyn std::io::Read + Send>| {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                from.read_to_end(&mut bytes).unwrap();
                bytes
            })
        };
        let (out, err) = (read(Box::new(out)), read(Box::new(err)));
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if started.elapsed() > PATIENCE {
                child.kill().unwrap();
                panic!("{arguments:?} did not end");
            }
            std::thread::yield_now();
        };
        let output = Output { status, stdout: out.join().unwrap(), stderr: err.join().unwrap() };
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!text.contains("panicked"), "{arguments:?}: {text}");
        Said { exit: output.status.code().unwrap_or_else(|| panic!("{arguments:?} was killed: {text}")), text }
    }

    /// Every command that reads the folder says the same code; none writes.
    fn is_refused_with(&self, code: &str) -> String {
        let before = files(self.temporary.path());
        let checked = self.run(&["check", "policies/sessa"]);
        assert!(checked.exit == 1 && checked.says(code), "check: {} {}", checked.exit, checked.cut());
        let json = self.run(&["check", "policies/sessa", "--format", "json"]);
        assert!(json.text.contains(&format!("\"{code}\"")), "{}", json.cut());
        let clean = root().join("policies/sessa");
        let clean = clean.to_str().unwrap();
        for arguments in [
            &["publish", "policies/sessa", "--out", "out"][..],
            &["diff", clean, "policies/sessa"],
            &["diff", "policies/sessa", clean],
            &["promises", "policies/sessa"],
        ] {
            let said = self.run(arguments);
            assert!(said.exit == 2 && said.says(code), "{arguments:?}: {} {}", said.exit, said.cut());
        }
        assert!(!self.temporary.path().join("out").exists(), "nothing is published of it");
        assert_eq!(files(self.temporary.path()), before, "nothing was written");
        checked.text
    }
}

struct Said {
    exit: i32,
    text: String,
}

impl Said {
    fn says(&self, code: &str) -> bool {
        self.text.contains(&format!("[{code}]"))
    }

    fn cut(&self) -> String {
        self.text.chars().take(2_000).collect()
    }
}

/// Every file below a folder, links not followed.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        }
        found.push(entry.path());
    }
    found.sort();
    found
}

#[test]
fn the_folder_is_clean_before_anybody_spoils_it() {
    let place = Place::new();
    let said = place.run(&["check", "policies"]);
    assert_eq!(said.exit, 0, "{}", said.text);
}

#[test]
fn a_byte_order_mark_and_windows_lines_change_nothing() {
    let place = Place::new();
    for name in ["policy.toml", "operation.toml", "ja.md", "en.md"] {
        place.edit(name, |text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    let said = place.run(&["check", "policies/sessa"]);
    assert_eq!(said.exit, 0, "{}", said.text);
    assert_eq!(place.run(&["publish", "policies/sessa", "--out", "out"]).exit, 0);
    let page = fs::read_to_string(place.temporary.path().join("out/sessa/policy.en.html")).unwrap();
    assert!(!page.contains("{{") && !page.contains("{#") && page.contains(" id=\"purposes\""), "{page}");
}

#[test]
fn an_unknown_file_is_told_and_its_name_cannot_paint_the_terminal() {
    let place = Place::new();
    place.write("opration.toml", "language = 1");
    place.write("a\u{1b}[31m\u{202e}b\nc", "");
    let said = place.run(&["check", "policies/sessa"]);
    assert!(said.exit == 0 && said.says("file-unknown") && said.text.contains("`operation.toml`?"), "{}", said.text);
    assert!(!said.text.contains('\u{1b}') && !said.text.contains('\u{202e}'), "{:?}", said.text);
}

#[test]
fn what_is_no_plain_file_of_the_folder_is_not_read() {
    type Spoil = fn(&Path);
    let spoils: [(&str, Spoil); 8] = [
        ("it leads out of the folder", |path| symlink("/etc/passwd", path).unwrap()),
        ("it leads out of the folder", |path| symlink("/dev/zero", path).unwrap()),
        ("it leads to itself", |path| symlink(path, path).unwrap()),
        ("it is not there", |path| symlink("nowhere", path).unwrap()),
        ("it is no plain file", |path| fs::create_dir(path).unwrap()),
        ("it is no plain file", |path| {
            rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
        }),
        ("byte 3 is no UTF-8", |path| fs::write(path, b"a \xff").unwrap()),
        ("it is larger than 1 MiB", |path| fs::write(path, "# a\n".repeat(10 << 18)).unwrap()),
    ];
    for (why, spoil) in spoils {
        for name in ["policy.toml", "ja.md"] {
            let place = Place::new();
            fs::remove_file(place.file(name)).unwrap();
            spoil(&place.file(name));
            let text = place.is_refused_with("file-unreadable");
            assert!(text.contains(why), "{name}: {why}: {text}");
            let written = place.run(&["fmt", "policies/sessa"]);
            assert_eq!(written.exit, if name == "policy.toml" { 2 } else { 0 }, "{name}: {why}: {}", written.text);
        }
    }
}

#[test]
fn a_file_nobody_may_read_is_told_so() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let place = Place::new();
    fs::set_permissions(place.file("ja.md"), fs::Permissions::from_mode(0o000)).unwrap();
    // Who is root may read everything: the program then runs as nobody, from a place nobody reaches.
    let program = place.temporary.path().join("azukari");
    fs::copy(env!("CARGO_BIN_EXE_azukari"), &program).unwrap();
    fs::set_permissions(place.temporary.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    if rustix::process::geteuid().is_root() {
        command.uid(65_534);
    }
    let output = command.current_dir(place.temporary.path()).args(["check", "policies/sessa", "--lang", "en"]).output();
    let output = output.unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(1) && text.contains("permission is denied"), "{text}");
}

#[test]
fn what_is_too_deep_or_too_much_ends_in_time() {
    let deep = |open: &str, close: &str| format!("a = {}1{}\n", open.repeat(10_000), close.repeat(10_000));
    for (text, code) in [
        (deep("[", "]"), "toml-syntax"),
        (deep("{ a = ", " }"), "toml-syntax"),
        (format!("{}b = 1\n", "a.".repeat(10_000)), "toml-syntax"),
        (format!("[{}b]\n", "a.".repeat(10_000)), "toml-syntax"),
    ] {
        let place = Place::new();
        place.edit("policy.toml", |clean| format!("{text}{clean}"));
        let said = place.run(&["check", "policies/sessa"]);
        assert!(said.exit == 1 && (said.says(code) || said.says("unknown-table")), "{code}: {}", said.cut());
        let written = place.run(&["fmt", "policies/sessa"]);
        assert!(written.exit == 2 || written.exit == 0, "{}", written.cut());
        assert!(place.run(&["test", "policies/sessa"]).exit != 0);
    }
    let place = Place::new();
    place.edit("en.md", |text| format!("{text}\n\n{} x\n\n{}\n", "> ".repeat(10_000), "*a ".repeat(10_000)));
    assert_eq!(place.run(&["check", "policies/sessa"]).exit, 0);
    assert_eq!(place.run(&["publish", "policies/sessa", "--out", "out"]).exit, 0);
}

#[test]
fn ids_that_only_look_alike_are_no_ids() {
    for id in ["b\u{430}nk", "ｂａｎｋ", "ba\\u200dnk", "Bank", "", " ", "ba nk", "é", &"x".repeat(65)] {
        let place = Place::new();
        place.edit("policy.toml", |text| text.replace("\n[set", &format!("\n[event.\"{id}\"]\nlabel = \"x\"\n[set")));
        place.edit("policy.toml", |text| format!("{text}\n[event.\"{id}\"]\nlabel = {{ ja = \"x\", en = \"x\" }}\n"));
        place.is_refused_with("bad-id");
    }
}

#[test]
fn an_id_twice_is_a_mistake_of_the_file() {
    let place = Place::new();
    place.edit("policy.toml", |text| format!("{text}\n[purpose.twice]\n[purpose.twice]\n"));
    place.is_refused_with("toml-syntax");
    let place = Place::new();
    place.edit("en.md", |text| format!("{text}\n\nAgain. {{#purposes}}\n"));
    place.is_refused_with("duplicate-clause");
}

#[test]
fn empty_and_missing_files_are_told() {
    for (name, code) in [("policy.toml", "missing-key"), ("ja.md", "languages-differ")] {
        let place = Place::new();
        place.write(name, "");
        let said = place.run(&["check", "policies/sessa"]);
        assert!(said.exit == 1, "{name}: {}", said.cut());
        assert!(said.says(code) || said.says("unknown-clause"), "{name}: {}", said.cut());
    }
    let place = Place::new();
    fs::remove_file(place.file("ja.md")).unwrap();
    place.is_refused_with("prose-missing");
    let place = Place::new();
    fs::remove_file(place.file("policy.toml")).unwrap();
    assert_eq!(place.run(&["check", "policies/sessa"]).exit, 2);
}

#[test]
fn hostile_prose_is_told_and_never_published() {
    for hostile in [
        "<script>alert(1)</script>",
        "one <b onclick=x>b</b>",
        "<!-- (!) a remark -->",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//host.example)",
        "[x](/\\host.example)",
        "[x](https://good.example@host.example/)",
        "[x]\n\n[x]: JavaScript:alert(1)",
        "![x](https://host.example/x.png)",
        "letters \u{e000}0\u{e000} of nobody",
        "\u{e001}0\u{e001}",
        "turned \u{202e}around",
        "a mark {#twice} astray {#twice.too}",
    ] {
        let place = Place::new();
        place.edit("en.md", |text| format!("{text}\n\n{hostile}\n"));
        place.is_refused_with("bad-value");
    }
    for hostile in ["{{purposes {{items}}", "{{ {{purposes}} }}", "{{{{items}}}}", "{{purposess}}"] {
        let place = Place::new();
        place.edit("en.md", |text| format!("{text}\n\n{hostile}\n"));
        let said = place.run(&["check", "policies/sessa"]);
        assert!(said.exit == 0 || said.says("unknown-placeholder"), "{hostile}: {}", said.cut());
        let published = place.run(&["publish", "policies/sessa", "--out", "out"]);
        assert_eq!(published.exit, if said.exit == 0 { 0 } else { 2 }, "{hostile}: {}", published.cut());
    }
}

#[test]
fn facts_with_letters_of_markdown_show_as_they_are() {
    let place = Place::new();
    let name = "1. *A* <b>|`x`| {{items}} [l](https://h.example) \\\\#";
    place.edit("policy.toml", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = lines.iter().position(|line| line.starts_with("[operator]")).unwrap() + 1;
        let line = lines[at..].iter_mut().find(|line| line.trim_start().starts_with("name")).unwrap();
        *line = format!("name = {{ ja = \"{name}\", en = \"{name}\" }}");
        lines.join("\n")
    });
    let said = place.run(&["publish", "policies/sessa", "--out", "out"]);
    assert_eq!(said.exit, 0, "{}", said.text);
    let page = fs::read_to_string(place.temporary.path().join("out/sessa/policy.en.html")).unwrap();
    assert!(page.contains("1. *A* &lt;b&gt;|`x`| {{items}} [l](https://h.example) \\#"), "{page}");
}

#[test]
fn where_one_policy_has_errors_nothing_is_published_and_where_a_place_is_taken_nothing_changes() {
    let place = Place::new();
    let second = place.temporary.path().join("policies/zebra");
    fs::create_dir(&second).unwrap();
    fs::write(second.join("policy.toml"), "language = 2").unwrap();
    assert_eq!(place.run(&["publish", "policies", "--out", "out"]).exit, 2);
    assert!(!place.temporary.path().join("out").exists());

    let place = Place::new();
    fs::create_dir_all(place.temporary.path().join("out/sessa/policy.json")).unwrap();
    let before = files(&place.temporary.path().join("out"));
    assert_eq!(place.run(&["publish", "policies/sessa", "--out", "out"]).exit, 2);
    assert_eq!(files(&place.temporary.path().join("out")), before, "nothing was written half-way");
}

#[test]
fn fmt_follows_no_link_that_waits_beside_the_file() {
    let place = Place::new();
    place.edit("policy.toml", |text| format!("{text}\n\n\n\n"));
    let victim = place.temporary.path().join("victim");
    fs::write(&victim, "kept").unwrap();
    symlink(&victim, place.file(".policy.toml.new")).unwrap();
    let before = fs::read(place.file("policy.toml")).unwrap();
    assert_eq!(place.run(&["fmt", "policies/sessa"]).exit, 2);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "kept");
    assert_eq!(fs::read(place.file("policy.toml")).unwrap(), before);
}

#[test]
fn a_policy_that_cannot_be_read_is_not_activated() {
    let place = Place::new();
    fs::remove_file(place.file("ja.md")).unwrap();
    symlink("/etc/passwd", place.file("ja.md")).unwrap();
    let said = place.run(&["activate", "policies/sessa", "--by", "officer", "--data", "data"]);
    assert!(said.exit == 1 && said.says("file-unreadable"), "{}", said.text);
    assert!(!said.text.contains("root:"), "nothing of the file is shown");
}
