//! The story: nine lines, each a real call to the running server or the program itself.
#![expect(clippy::indexing_slicing, reason = "a JSON value answers null for what it has not")]

use super::{
    Stage,
    fill::{Filled, SERVICE, missing},
    refused,
};
use crate::{
    client::{Answer, Ask, Client},
    environment::Context,
};
use anyhow::Result;
use azukari_model::Lang;
use hyper::Method;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};
use unicode_width::UnicodeWidthStr;

/// The columns of a title.
const TITLE_COLUMNS: usize = 32;

struct Story<'a> {
    stage: &'a Stage,
    client: Client,
    context: Context,
    keys: AtomicU64,
}

/// Tells the story, then where to go on.
pub(super) async fn tell(stage: &Stage, filled: &Filled, context: Context) -> Result<()> {
    let story = Story { stage, client: Client::new(&stage.url)?, context, keys: AtomicU64::new(0) };
    story.intro(filled);
    story.what_she_read().await?;
    let her = story.find_her(filled).await?;
    story.marketing_wants_to_mail(&her).await?;
    story.yes_then_stop(&her).await?;
    story.everybody(filled).await?;
    story.agency(&her, &filled.agency).await?;
    story.leaked_token().await?;
    story.forgotten(&her).await?;
    story.advertiser(filled)?;
    story.edited_record().await?;
    story.links();
    Ok(())
}

impl Story<'_> {
    fn say(&self, ja: &str, en: &str) -> String {
        self.context.lang.pick(ja, en).to_owned()
    }

    fn line(&self, number: u8, ja: &str, en: &str, lines: &[String]) {
        let title = self.context.lang.pick(ja, en);
        let pad = " ".repeat(TITLE_COLUMNS.saturating_sub(title.width()));
        for (place, line) in lines.iter().enumerate() {
            self.context.printer.data(&match place {
                0 => format!(" {number} {}{pad} {line}", self.context.printer.bold(title)),
                _ => format!("   {}{line}", " ".repeat(TITLE_COLUMNS + 1)),
            });
        }
    }

    fn refused(&self, answer: &Answer) -> String {
        let code = answer.json()["code"].as_str().unwrap_or("?").to_owned();
        format!("→ {} {}", answer.status.as_u16(), self.context.printer.red(&code))
    }

    fn permitted(&self, answer: &Answer) -> String {
        format!("→ {}", self.context.printer.green(&answer.status.as_u16().to_string()))
    }

    async fn post(&self, role: &str, path: &str, body: &Value) -> Result<Answer> {
        let token = self.stage.token(SERVICE, role).ok_or_else(|| missing(role))?;
        let key = format!("story-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        let language = self.context.lang.tag();
        let headers =
            [("content-type", "application/json"), ("idempotency-key", key.as_str()), ("accept-language", language)];
        let ask = Ask {
            method: Method::POST,
            path: &format!("/v1/{SERVICE}/{path}"),
            token: Some(token),
            headers: &headers,
            body: Some(body.to_string().into()),
        };
        self.client.send(&ask).await
    }

    fn intro(&self, filled: &Filled) {
        let people = filled.people;
        self.context.printer.data(&match self.context.lang {
            Lang::Ja => {
                format!("五つのプライバシーポリシーが動いています。架空の顧客{people}人、{}\n", self.stage.url)
            }
            Lang::En => format!("Five privacy policies are running. {people} invented customers, {}\n", self.stage.url),
        });
    }

    async fn what_she_read(&self) -> Result<()> {
        let policy = self.client.get(&format!("/{SERVICE}/policy.json")).await?.json();
        let clauses = policy["clauses"].as_array().cloned().unwrap_or_default();
        let clause = clauses.iter().find(|clause| clause["id"] == "purposes.news.offers").cloned().unwrap_or_default();
        let text = clause["text"][self.context.lang.tag()].as_str().unwrap_or_default().replace('\n', "");
        self.line(
            1,
            "お客様が読んだ一文",
            "WHAT THE CUSTOMER READ",
            &[
                format!("{}/{SERVICE}/policy#purposes.news.offers", self.stage.url),
                self.context.printer.dim(&short(&text)),
            ],
        );
        Ok(())
    }

    async fn find_her(&self, filled: &Filled) -> Result<String> {
        let body = json!({"purpose": "inquiries", "item": "email", "value": filled.her.email.to_uppercase()});
        let answer = self.post("support-desk", "people/find", &body).await?;
        let person = answer.json()["person"].as_str().map(str::to_owned);
        person.ok_or_else(|| missing("customer"))
    }

    async fn marketing_wants_to_mail(&self, her: &str) -> Result<()> {
        let answer = self.use_offers(her).await?;
        let broke = answer.json()["clauses"][0]["text"].as_str().unwrap_or_default().to_owned();
        self.line(
            2,
            "案内メールを送ろうとする",
            "MARKETING WANTS TO MAIL HER",
            &[
                self.refused(&answer),
                self.context.printer.dim(&short(&format!("{}{broke}", self.say("破ることになる約束：", "broke: ")))),
            ],
        );
        Ok(())
    }

    async fn use_offers(&self, her: &str) -> Result<Answer> {
        self.post("marketing", &format!("people/{her}/use"), &json!({"purpose": "offers", "items": ["email"]})).await
    }

    async fn yes_then_stop(&self, her: &str) -> Result<()> {
        let notice = self.client.get(&format!("/v1/{SERVICE}/purposes/offers/notice")).await?.json()["notice"].clone();
        let answer = json!({"to": {"purpose": "offers"}, "given": true, "notice": notice});
        self.post("support-desk", &format!("people/{her}/consents"), &answer).await?;
        let after_yes = self.use_offers(her).await?;
        let start = now();
        let answer = json!({"to": {"purpose": "offers"}, "given": false});
        self.post("support-desk", &format!("people/{her}/consents"), &answer).await?;
        let after_no = self.use_offers(her).await?;
        let later = start.elapsed().as_secs_f64() * 1000.0;
        let later = match self.context.lang {
            Lang::Ja => format!("（{later:.0}ミリ秒後）"),
            Lang::En => format!("({later:.0} ms later)"),
        };
        self.line(
            3,
            "「はい」のあと「やめます」",
            "SHE SAYS YES, THEN STOP",
            &[format!("{}  {} {later}", self.permitted(&after_yes), self.refused(&after_no))],
        );
        Ok(())
    }

    async fn everybody(&self, filled: &Filled) -> Result<()> {
        let start = now();
        let answer = self.post("marketing", "use", &json!({"purpose": "offers", "items": ["email"]})).await?;
        let seconds = start.elapsed().as_secs_f64();
        let last: Value =
            answer.text().lines().last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
        let withheld = |code: &str| last["withheld"][code].as_u64().unwrap_or(0);
        let (yes, never) = (last["permitted"].as_u64().unwrap_or(0), withheld("policy-consent-missing"));
        let (back, no) = (withheld("policy-consent-withdrawn"), withheld("policy-consent-refused"));
        let text = match self.context.lang {
            Lang::Ja => format!(
                "送れる {yes}人・尋ねていない {never}人・撤回 {back}人・拒否 {no}人（{seconds:.2}秒、{yes}件を記録）"
            ),
            Lang::En => {
                format!("{yes} permitted · {never} never asked · {back} withdrew · {no} said no, in {seconds:.2} s")
            }
        };
        let en = format!("THE NEWSLETTER, {} PEOPLE", filled.people);
        self.line(4, &format!("ご案内を{}人に", filled.people), &en, &[text]);
        Ok(())
    }

    async fn agency(&self, her: &str, agency: &str) -> Result<()> {
        let body = json!({"recipient": agency, "purpose": "fees", "items": ["name", "address"]});
        let before = self.post("billing-desk", &format!("people/{her}/provide"), &body).await?;
        let event = json!({"event": "fee-due", "reference": "INV-2207"});
        self.post("billing-system", &format!("people/{her}/events"), &event).await?;
        let after = self.post("billing-desk", &format!("people/{her}/provide"), &body).await?;
        let record = after.json()["record"].as_str().unwrap_or("–").to_owned();
        self.line(
            5,
            "債権回収会社へ渡す",
            "TO THE COLLECTION AGENCY",
            &[
                format!("{} {}", self.say("未払いなし", "nothing due"), self.refused(&before)),
                format!("{} {}  {record}", self.say("未払いあり", "a fee is due"), self.permitted(&after)),
            ],
        );
        Ok(())
    }

    async fn leaked_token(&self) -> Result<()> {
        let everybody = self.post("support-desk", "use", &json!({"purpose": "inquiries", "items": ["email"]})).await?;
        let mut reached = 0_u32;
        let stopped = loop {
            let email = super::people::invent(super::fill::SEED, 1 + reached as usize).email;
            let body = json!({"purpose": "inquiries", "item": "email", "value": email});
            let answer = self.post("support-desk", "people/find", &body).await?;
            if answer.status != 200 || reached > 1000 {
                break answer;
            }
            reached += 1;
        };
        let one_by_one = match self.context.lang {
            Lang::Ja => {
                format!("一人ずつ {} {}人で上限に達し、「約束の状況」が赤に", self.refused(&stopped), reached + 1)
            }
            Lang::En => {
                format!("one by one {} after {} people, the board turns red", self.refused(&stopped), reached + 1)
            }
        };
        self.line(
            6,
            "窓口のトークンが漏れる",
            "A DESK'S TOKEN LEAKS",
            &[format!("{} {}", self.say("全員を一度に", "everybody"), self.refused(&everybody)), one_by_one],
        );
        Ok(())
    }

    async fn forgotten(&self, her: &str) -> Result<()> {
        let body = json!({"all": true, "by": {"right": "deletion", "identity": "login"}});
        let answer = self.post("request-desk", &format!("people/{her}/erase"), &body).await?;
        let said = answer.json();
        let count = |key: &str| said[key].as_array().map_or(0, Vec::len);
        let again = self
            .post("request-desk", &format!("people/{her}/use"), &json!({"purpose": "inquiries", "items": ["email"]}))
            .await?;
        let text = match self.context.lang {
            Lang::Ja => format!(
                "{} 消去・法令により残すもの{}件・自社システム{}か所に通知・その後は {}",
                self.permitted(&answer),
                count("kept"),
                count("systems"),
                again.status.as_u16()
            ),
            Lang::En => format!(
                "{} erased · {} kept by a statute · {} systems told · afterwards {}",
                self.permitted(&answer),
                count("kept"),
                count("systems"),
                again.status.as_u16()
            ),
        };
        self.line(7, "忘れてほしいと言われる", "SHE ASKS TO BE FORGOTTEN", &[text]);
        Ok(())
    }

    /// An engineer adds a recipient to a copy of the policy, and runs the check that runs in every review.
    fn advertiser(&self, filled: &Filled) -> Result<()> {
        let copy = tempfile::tempdir()?;
        let (old, new) = (self.stage.policies.join(SERVICE), copy.path().join(SERVICE));
        copy_policy(&old, &new)?;
        let vendors = self.stage.policies.join("vendors.toml");
        fs::copy(vendors, copy.path().join("vendors.toml"))?;
        let path = new.join("policy.toml");
        let text = fs::read_to_string(&path)?.replace(
            "\n[provision]",
            "\n[recipient.ad-network]\nas = \"third-party\"\nname = { ja = \"広告ネットワーク\", en = \"An advertising network\" }\npurposes = \"partner-offers\"\nitems = [\"email\"]\nground = \"consent\"\n\n[provision]",
        );
        fs::write(&path, text)?;
        let output = Command::new(std::env::current_exe()?)
            .arg("diff")
            .args([&old, &new])
            .args(["--format", "json"])
            .stderr(Stdio::null())
            .output()?;
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let changes = said["changes"].as_array().cloned().unwrap_or_default();
        let new_one = changes.iter().find(|change| change["code"] == "recipient-new");
        let code = new_one.and_then(|change| change["code"].as_str()).unwrap_or("?").to_owned();
        let exit = output.status.code().unwrap_or_default();
        let text = match self.context.lang {
            Lang::Ja => format!(
                "azukari diff → {}：{}人に知らせていない提供先。終了コード{exit}",
                self.context.printer.red(&code),
                filled.people - 1
            ),
            Lang::En => format!(
                "azukari diff → {}: {} people never told, exit {exit}",
                self.context.printer.red(&code),
                filled.people - 1
            ),
        };
        self.line(8, "広告会社を書き足す", "AN ENGINEER ADDS AN ADVERTISER", &[text]);
        Ok(())
    }

    /// Somebody with a database shell changes one record in a copy of the data.
    async fn edited_record(&self) -> Result<()> {
        let copy = tempfile::tempdir()?;
        self.stage.door.turn_jobs().await.map_err(refused("jobs"))?;
        for path in [self.stage.data.database_path(), self.stage.data.key_path()] {
            let name = path.file_name().ok_or_else(|| missing("database"))?.to_owned();
            fs::copy(&path, copy.path().join(&name))?;
            let wal = path.with_extension("db-wal");
            if wal.exists() && name == "azukari.db" {
                fs::copy(&wal, copy.path().join("azukari.db-wal"))?;
            }
        }
        let verify = || -> Result<(i32, String)> {
            let output = Command::new(std::env::current_exe()?)
                .args(["--lang", self.context.lang.tag(), "verify", "--data"])
                .arg(copy.path())
                .stderr(Stdio::null())
                .output()?;
            let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            Ok((output.status.code().unwrap_or_default(), text))
        };
        let (_, before) = verify()?;
        azukari_store::tamper::edit_record(&copy.path().join("azukari.db"), 3011)?;
        let (exit, after) = verify()?;
        self.line(
            9,
            "記録をSQLで書き換える",
            "SOMEBODY EDITS THE RECORD BY SQL",
            &[
                format!("{}  azukari verify → {}", self.say("前", "before"), self.context.printer.green(&before)),
                format!(
                    "{}  azukari verify → {}{}",
                    self.say("後", "after "),
                    self.context.printer.red(&after),
                    self.exited(exit)
                ),
            ],
        );
        Ok(())
    }

    fn exited(&self, code: i32) -> String {
        match self.context.lang {
            Lang::Ja => format!("（終了コード{code}）"),
            Lang::En => format!(" (exit {code})"),
        }
    }

    fn links(&self) {
        let url = &self.stage.url;
        let printer = self.context.printer;
        printer.data("");
        printer.data(&format!("{}  {url}/{SERVICE}/policy", self.say("ポリシー      ", "the policy    ")));
        printer.data(&format!("{}  {url}/{SERVICE}/promises", self.say("約束の状況    ", "promise board ")));
        printer.data(&format!("{}  {url}/ledger", self.say("記録簿        ", "the ledger    ")));
        printer.data(&format!("{}  {url}/", self.say("サービス一覧  ", "all services  ")));
        for role in ["marketing", "support-desk"] {
            if let Some(token) = self.stage.token(SERVICE, role) {
                printer.data(&format!("{} {role}: {token}", self.say("トークン", "token")));
            }
        }
        printer.data(&self.say(
            "全役割のトークンは azukari demo --json で表示します。ご自身のポリシーでは azukari demo --policies DIR。Ctrl-C で終了します。",
            "Every role's token: azukari demo --json. Your own policy: azukari demo --policies DIR. Ctrl-C stops it.",
        ));
    }
}

#[expect(clippy::disallowed_methods, reason = "the story says how long something took")]
fn now() -> Instant {
    Instant::now()
}

/// The beginning of a sentence, as wide as a line has room for.
fn short(text: &str) -> String {
    const COLUMNS: usize = 84;
    let mut out = String::new();
    for letter in text.chars() {
        if out.width() >= COLUMNS {
            out.push('…');
            break;
        }
        out.push(letter);
    }
    out
}

fn copy_policy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
