//! What the command line says when it cannot go on. A `const` that lacks a language or a place does not compile.

use azukari_model::Sentence;

pub(crate) const CANNOT_READ: Sentence = Sentence::new("`{path}` を読めません", "cannot read `{path}`");
pub(crate) const CANNOT_WRITE: Sentence = Sentence::new("`{path}` に書けません", "cannot write `{path}`");
pub(crate) const CANNOT_MAKE: Sentence = Sentence::new("`{path}` を作れません", "cannot make `{path}`");
pub(crate) const CANNOT_OPEN: Sentence = Sentence::new("`{path}` を開けません", "cannot open `{path}`");
pub(crate) const UNREADABLE: Sentence = Sentence::new("`{path}` を読めません：{why}", "cannot read `{path}`: {why}");
pub(crate) const CANNOT_LISTEN: Sentence = Sentence::new(
    "`{address}` で待ち受けられません。別のアドレスを `--listen` で指定してください",
    "cannot listen on `{address}`; choose another with `--listen`",
);

pub(crate) const NO_POLICY: Sentence = Sentence::new(
    "`{path}` にもその中のフォルダにも policy.toml がありません。`azukari new NAME` がひな型を書きます",
    "no policy.toml in `{path}` nor in a folder inside it; `azukari new NAME` writes a skeleton",
);
pub(crate) const TOO_MANY_FILES: Sentence = Sentence::new(
    "`{path}` にファイルが {most} 個を超えてあります。ポリシーのフォルダではありません",
    "`{path}` holds more than {most} files: it is no folder of a policy",
);
pub(crate) const HAS_ERRORS: Sentence = Sentence::new(
    "`{path}` にエラーがあります。`azukari check` をご覧ください",
    "`{path}` has errors; see `azukari check`",
);
pub(crate) const IN_FILE: Sentence = Sentence::new("`{path}`：{what}", "`{path}`: {what}");
pub(crate) const POLICIES_BESIDE: Sentence = Sentence::new(
    "`{path}` の事例が使うポリシーは、隣の `policies/` から読みます",
    "`{path}` finds its policies in `policies/` beside it",
);
pub(crate) const NOT_AN_ID: Sentence = Sentence::new(
    "`{name}` はIDの形ではありません。小文字・数字・一つずつのハイフンで、`my-service` のように書いてください",
    "`{name}` is not an id: small letters, digits and single hyphens, as `my-service`",
);
pub(crate) const NOT_A_NAME: Sentence = Sentence::new(
    "責任者の名前は、見えない文字を含まない1行（{most}字以内）で書いてください",
    "the officer's name is one line of at most {most} letters, none of them hidden",
);
pub(crate) const THERE_ALREADY: Sentence =
    Sentence::new("`{path}` はすでにあります。何も書いていません", "`{path}` is there already: nothing was written");
pub(crate) const NOT_THIS_FORMAT: Sentence =
    Sentence::new("`{command}` の形式は human・plain・json のいずれかです", "`{command}` prints human, plain or json");

pub(crate) const KEY_FILE_GONE: Sentence = Sentence::new(
    "`{path}` にデータベースはありますが、鍵ファイルがありません。鍵ファイルを元に戻してください。なければ何も開けません",
    "`{path}` has a database but no key file: bring the key file back, without it nothing can be opened",
);
pub(crate) const ANOTHER_SERVER: Sentence = Sentence::new(
    "`{path}` では別のサーバーが動いています。先に止めるか、別のフォルダを使ってください",
    "another server runs on `{path}`: stop it first, or use another folder",
);

pub(crate) const KEY_WANTED: Sentence = Sentence::new(
    "証明は、信頼する鍵があってはじめて確かめられます。`GET /ledger/key` が示す鍵を `--key` で渡してください",
    "a proof is believed by a key one trusts: give it with `--key`, as `GET /ledger/key` prints it",
);
pub(crate) const NO_KEY: Sentence =
    Sentence::new("`{key}` は鍵ではありません。形は `NAME+HASH+BASE64` です", "`{key}` is no key: `NAME+HASH+BASE64`");
pub(crate) const NO_CHECKPOINT: Sentence =
    Sentence::new("`{path}` にチェックポイントがありません", "`{path}` holds no checkpoint");
pub(crate) const NO_CHECKPOINT_OF_ITS_KEY: Sentence = Sentence::new(
    "`{path}` には、そこにある鍵で署名したチェックポイントがありません",
    "`{path}` holds no checkpoint that its own key signed",
);
pub(crate) const LEDGER_SHOWS_NO_KEY: Sentence = Sentence::new(
    "記録簿が鍵を示していません。`--key` で渡してください",
    "the ledger shows no key; give it with `--key`",
);
pub(crate) const ANSWERED: Sentence = Sentence::new("`{path}` の応答は {status} でした", "`{path}` answers {status}");
pub(crate) const NOT_TEXT: Sentence =
    Sentence::new("`{path}` の応答が文字列ではありません", "the answer of `{path}` is no text");

pub(crate) const NOT_A_PAGE: Sentence = Sentence::new(
    "`{url}` はページのURLではありません。`https://www.example.jp/` のように書いてください",
    "`{url}` is no address of a page: write it as `https://www.example.jp/`",
);
pub(crate) const NOT_YOUR_SITE: Sentence = Sentence::new(
    "`{host}` はポリシーの `service.sites` にありません。自社のサイトなら、そこに加えるか `--i-own-this-site` を付けてください",
    "`{host}` is not in `service.sites` of the policy: if it is your own, add it there or give `--i-own-this-site`",
);
pub(crate) const NOT_A_STATE: Sentence = Sentence::new(
    "`{state}` という状態はありません。fresh・refused・accepted・category・category:ID・withdrawn・gpc・returning のいずれかです",
    "`{state}` is no state: fresh, refused, accepted, category, category:ID, withdrawn, gpc or returning",
);
pub(crate) const BAD_BASELINE: Sentence =
    Sentence::new("`{path}` を基準ファイルとして読めません：{why}", "`{path}` cannot be read as a baseline: {why}");
pub(crate) const NO_SUCH_VENDOR: Sentence = Sentence::new(
    "「{words}」に合う外部サービスはありません。`azukari vendors` が一覧を出します",
    "no vendor fits `{words}`; `azukari vendors` lists them",
);

pub(crate) const NO_TIME: Sentence = Sentence::new(
    "`{text}` は時刻ではありません。`2027-01-15T10:00:00+09:00` のように書いてください",
    "`{text}` is no time: write it as `2027-01-15T10:00:00+09:00`",
);
pub(crate) const NOTHING_ACTIVATED: Sentence = Sentence::new(
    "有効にできるポリシーがありません。理由は `azukari check {path}` が示します",
    "no policy could be activated; `azukari check {path}` says why",
);
pub(crate) const NO_POLICIES_HERE: Sentence = Sentence::new(
    "ここには `policies` フォルダがありません。リポジトリの中で動かすか、`--policies` で指定してください",
    "no folder `policies` here: run in the repository, or name one with `--policies`",
);
/// Parts of the demo that its own policies cannot fail at.
pub(crate) const DEMO_REFUSED: Sentence =
    Sentence::new("デモの「{what}」が断られました（{code}）", "the demo's `{what}` was refused ({code})");
pub(crate) const DEMO_MISSING: Sentence =
    Sentence::new("デモに必要な「{what}」がありません", "the demo finds no `{what}`");

pub(crate) const NOT_A_TEXT: Sentence = Sentence::new(
    "`--because` に、何をしたかを見える文字で書いてください。カード番号は書けません",
    "say with `--because` what was done, in letters that show and without a card number",
);
pub(crate) const DRILL_FAILED: Sentence = Sentence::new(
    "復元した写しが、検証を通りません。`azukari verify` で元のデータベースを確かめてください",
    "the restored copy does not verify; look at the database itself with `azukari verify`",
);
