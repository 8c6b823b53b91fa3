//! Notes and paths that are nearly right: what others publish as negatives of C2SP notes and of RFC 9162, made for this log.
//! Each is committed with whether it is good, and every implementation must say the same.

use azukari_ledger::{Checkpoint, Hash, Head, LogSigner, tree};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// A note, and whether it is a good checkpoint of the log.
struct Note {
    name: &'static str,
    good: bool,
    bytes: Vec<u8>,
}

fn good(name: &'static str, note: impl Into<Vec<u8>>) -> Note {
    Note { name, good: true, bytes: note.into() }
}

fn bad(name: &'static str, note: impl Into<Vec<u8>>) -> Note {
    Note { name, good: false, bytes: note.into() }
}

/// Checkpoints of one head, spelled in many ways.
fn notes(head: Head, signer: &LogSigner) -> Vec<Note> {
    let origin = signer.public().name();
    let note = Checkpoint::sign(head, signer);
    let (text, line) = note.split_once("\n\n").unwrap();
    let text = format!("{text}\n");
    let signed = |text: &str| signer.sign(text);
    let of = |origin: &str| LogSigner::from_seed(origin, &[9; 32]).unwrap();
    let line_of = |signer: &LogSigner| signer.sign(&text).lines().last().unwrap().to_owned() + "\n";
    let (witness, forger) = (of("witness.example/w"), of(origin));
    let blob = line.trim_end().rsplit(' ').next().unwrap();
    let raw = STANDARD.decode(blob).unwrap();
    let with_blob = |bytes: &[u8]| format!("{text}\n\u{2014} {origin} {}\n", STANDARD.encode(bytes));
    let mut other = raw.clone();
    *other.last_mut().unwrap() ^= 1;
    let mut other_id = raw.clone();
    other_id[0] ^= 1;
    let (root, size) = (head.root.to_string(), head.size);
    // The last character of the root carries bits that no byte has, which base64 in its one spelling leaves zero.
    let crooked = |text: &str| {
        let at = text.len() - 2;
        let next = char::from(text.as_bytes()[at] + 1);
        format!("{}{next}=", &text[..at])
    };
    let many = |count: usize| note.clone() + &line_of(&witness).repeat(count);
    vec![
        good("as-it-is", note.clone()),
        good("twice-by-the-log", note.clone() + line),
        good("and-a-witness", note.clone() + &line_of(&witness)),
        good("a-witness-first", format!("{text}\n{}{line}", line_of(&witness))),
        good("same-name-other-key-beside", note.clone() + &line_of(&forger)),
        good("with-an-extension-line", signed(&format!("{text}extension\n"))),
        good("a-hundred-signatures", many(99)),
        bad("a-hundred-and-one-signatures", many(100)),
        bad("nothing", ""),
        bad("a-newline", "\n"),
        bad("text-alone", text.clone()),
        bad("text-and-empty-line", format!("{text}\n")),
        bad("signature-alone", line),
        bad("no-last-newline", note.trim_end_matches('\n')),
        bad("an-empty-line-after", format!("{note}\n")),
        bad("a-line-after", format!("{note}x\n")),
        bad("no-empty-line", format!("{text}{line}")),
        bad("carriage-returns", note.replace('\n', "\r\n")),
        bad("a-hyphen", note.replace('\u{2014}', "-")),
        bad("an-en-dash", note.replace('\u{2014}', "\u{2013}")),
        bad("no-dash", note.replace("\u{2014} ", "")),
        bad("two-spaces", note.replace("\u{2014} ", "\u{2014}  ")),
        bad("a-tab", note.replace("\u{2014} ", "\u{2014}\t")),
        bad("a-space-after-the-signature", note.replace(line, &format!("{} \n", line.trim_end()))),
        bad("a-space-before-the-dash", note.replace('\u{2014}', " \u{2014}")),
        bad("no-signature-in-the-line", format!("{text}\n\u{2014} {origin}\n")),
        bad("an-empty-signature", format!("{text}\n\u{2014} {origin} \n")),
        bad("a-key-id-alone", with_blob(&raw[..4])),
        bad("a-byte-short", with_blob(&raw[..raw.len() - 1])),
        bad("a-byte-long", with_blob(&[raw.as_slice(), &[0]].concat())),
        bad("another-signature", with_blob(&other)),
        bad("another-key-id", with_blob(&other_id)),
        bad("another-signature-first", with_blob(&other) + line),
        bad("no-padding", note.replace(blob, blob.trim_end_matches('='))),
        bad("bits-that-no-byte-has", note.replace(blob, &crooked(blob))),
        bad("base64-for-addresses", note.replace(blob, &blob.replace('+', "-").replace('/', "_"))),
        bad("by-another-of-that-name", forger.sign(&text)),
        bad("by-a-witness-alone", witness.sign(&text)),
        bad("no-name", note.replace(&format!("\u{2014} {origin} "), "\u{2014}  ")),
        bad("a-plus-in-the-name", note.replace(&format!("\u{2014} {origin} "), &format!("\u{2014} {origin}+x "))),
        bad("another-origin", signed(&format!("elsewhere.example/ledger\n{size}\n{root}\n"))),
        bad("no-origin", signed(&format!("\n{size}\n{root}\n"))),
        bad("origin-and-a-space", signed(&format!("{origin} \n{size}\n{root}\n"))),
        bad("size-with-zero", signed(&format!("{origin}\n0{size}\n{root}\n"))),
        bad("size-with-plus", signed(&format!("{origin}\n+{size}\n{root}\n"))),
        bad("size-with-minus", signed(&format!("{origin}\n-{size}\n{root}\n"))),
        bad("size-with-space", signed(&format!("{origin}\n {size}\n{root}\n"))),
        bad("size-in-hex", signed(&format!("{origin}\n0x12c\n{root}\n"))),
        bad("size-too-large", signed(&format!("{origin}\n18446744073709551616\n{root}\n"))),
        bad("size-of-wide-digits", signed(&format!("{origin}\n\u{ff13}00\n{root}\n"))),
        bad("size-missing", signed(&format!("{origin}\n{root}\n"))),
        bad("root-missing", signed(&format!("{origin}\n{size}\n"))),
        bad("root-a-byte-short", signed(&format!("{origin}\n{size}\n{}\n", STANDARD.encode(&head.root.bytes()[..31])))),
        bad("root-in-hex", signed(&format!("{origin}\n{size}\n{}\n", "ab".repeat(32)))),
        bad("root-crooked", signed(&format!("{origin}\n{size}\n{}\n", crooked(&root)))),
        bad("root-and-a-space", signed(&format!("{origin}\n{size}\n{root} \n"))),
        bad("an-empty-line-within", signed(&format!("{origin}\n{size}\n{root}\n\nmore\n"))),
        bad("a-control-character", signed(&format!("{origin}\n{size}\n{root}\n\u{7}\n"))),
        bad("a-nul", signed(&format!("{origin}\n{size}\n{root}\n\0\n"))),
        bad("no-utf-8", [text.as_bytes(), b"\xff\xfe\n\n", line.as_bytes()].concat()),
        bad("a-mark-of-byte-order", format!("\u{feff}{note}")),
        bad("two-notes", format!("{note}{note}")),
    ]
}

/// A path of the fixed leaves, and whether it leads where it says.
fn inclusions() -> Vec<Value> {
    let mut all = Vec::new();
    for (index, size) in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 5), (4, 5), (3, 7), (6, 7), (5, 8), (7, 8)] {
        let (leaf, root) = (leaf(index), root(size));
        let path = path(&tree::inclusion(index, size).unwrap());
        let mut add = |what: &str, at: (u64, u64), leaf: Hash, root: Hash, path: &[Hash]| {
            let good = tree::verify_inclusion(&leaf, at.0, at.1, path, &root);
            all.push(json!({"what": what, "good": good, "index": at.0, "size": at.1, "leaf": leaf, "root": root, "path": path}));
            good
        };
        assert!(add("as it is", (index, size), leaf, root, &path));
        for (what, at) in [
            ("the index before", (index.wrapping_sub(1), size)),
            ("the index after", (index + 1, size)),
            ("another index", (index ^ 2, size)),
            ("an index beyond", (size, size)),
            ("twice the size", (index, size * 2)),
            ("half the size", (index, size / 2)),
            ("the size before", (index, size - 1)),
            ("the size after", (index, size + 1)),
        ] {
            // Numbers that Go's signed ones do not reach say nothing.
            if i64::try_from(at.0).is_ok() {
                add(what, at, leaf, root, &path);
            }
        }
        let odd = Hash::of(&[b"odd"]);
        for (what, leaf, root) in [
            ("another leaf", odd, root),
            ("another root", leaf, odd),
            ("the root of nothing", leaf, tree::empty_root()),
            ("leaf and root exchanged", root, leaf),
        ] {
            let same = leaf == root;
            assert!(same || !add(what, (index, size), leaf, root, &path), "{what} {index} {size}");
        }
        for (what, path) in spoiled(&path, root) {
            assert!(!add(&what, (index, size), leaf, root, &path), "{what} {index} {size}");
        }
    }
    all
}

fn consistencies() -> Vec<Value> {
    let mut all = Vec::new();
    for (old, new) in [(1, 1), (1, 2), (2, 3), (1, 4), (3, 5), (4, 8), (5, 7), (6, 8), (7, 8), (8, 8)] {
        let (first, second) = (root(old), root(new));
        let path = path(&tree::consistency(old, new).unwrap());
        let mut add = |what: &str, old: (u64, Hash), new: (u64, Hash), path: &[Hash]| {
            let good = tree::verify_consistency((old.0, &old.1), (new.0, &new.1), path);
            all.push(json!({"what": what, "good": good, "old": old.0, "old-root": old.1, "new": new.0, "new-root": new.1, "path": path}));
            good
        };
        assert!(add("as it is", (old, first), (new, second), &path));
        for (what, old, new) in [
            ("the size before", old - 1, new),
            ("the size after", old + 1, new),
            ("another size", old ^ 2, new),
            ("twice the new size", old, new * 2),
            ("half the new size", old, new / 2),
            ("sizes exchanged", new, old),
        ] {
            // A proof from nothing proves nothing; others refuse to be asked.
            if old > 0 && new > 0 {
                add(what, (old, first), (new, second), &path);
            }
        }
        let odd = Hash::of(&[b"odd"]);
        for (what, one, other) in
            [("another old root", odd, second), ("another new root", first, odd), ("roots exchanged", second, first)]
        {
            let same = (one, other) == (first, second);
            assert!(same || !add(what, (old, one), (new, other), &path), "{what} {old} {new}");
        }
        for (what, path) in spoiled(&path, second) {
            assert!(!add(&what, (old, first), (new, second), &path), "{what} {old} {new}");
        }
    }
    all
}

/// Paths with a hash changed, too few or too many.
fn spoiled(path: &[Hash], root: Hash) -> Vec<(String, Vec<Hash>)> {
    let odd = Hash::of(&[b"odd"]);
    let mut all = vec![
        ("rubbish behind".to_owned(), [path, &[odd]].concat()),
        ("rubbish before".to_owned(), [&[odd], path].concat()),
        ("the root behind".to_owned(), [path, &[root]].concat()),
        ("the root before".to_owned(), [&[root], path].concat()),
    ];
    if let [first, .., last] = path {
        all.push(("the last left out".to_owned(), path[..path.len() - 1].to_vec()));
        all.push(("the first left out".to_owned(), path[1..].to_vec()));
        all.push(("the last twice".to_owned(), [path, &[*last]].concat()));
        if first != last {
            all.push(("turned around".to_owned(), path.iter().rev().copied().collect()));
        }
    }
    for at in 0..path.len() {
        let mut changed = path.to_vec();
        changed[at] = odd;
        all.push((format!("hash {at} changed"), changed));
    }
    all
}

fn leaf(index: u64) -> Hash {
    tree::leaf_hash(&[u8::try_from(index).unwrap()])
}

fn root_from(start: u64, end: u64) -> Hash {
    tree::root_of(&(start..end).map(leaf).collect::<Vec<_>>())
}

fn root(size: u64) -> Hash {
    root_from(0, size)
}

fn path(ranges: &[tree::Range]) -> Vec<Hash> {
    ranges.iter().map(|range| root_from(range.start, range.end)).collect()
}

/// The files, by name.
pub(crate) fn files(head: Head, signer: &LogSigner) -> Vec<(&'static str, Vec<u8>)> {
    let notes: Vec<_> = notes(head, signer)
        .into_iter()
        .map(|note| {
            let text = String::from_utf8(note.bytes.clone()).unwrap_or_default();
            let opened = Checkpoint::open(&text, std::slice::from_ref(signer.public()));
            assert_eq!(opened.is_ok_and(|opened| opened.head == head), note.good, "{}", note.name);
            json!({"name": note.name, "good": note.good, "note": STANDARD.encode(&note.bytes)})
        })
        .collect();
    let lines = |all: &[Value]| all.iter().map(|one| format!("{one}\n")).collect::<String>().into_bytes();
    vec![
        ("negative/notes", lines(&notes)),
        ("negative/inclusion", lines(&inclusions())),
        ("negative/consistency", lines(&consistencies())),
    ]
}
