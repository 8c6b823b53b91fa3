//! One visit: opens a page in a fresh profile, brings it into a state, stirs it as a visitor does, and leaves.

use super::{
    BrowserError,
    banner::{self, Button},
    launch::{Browser, LANGUAGE, SCREEN, ZONE},
    together::Raw,
    value::{list, number, text},
};
use crate::observed::{Choice, Known, Notice, SeenCookie, State, Trouble};
use azukari_model::Personal;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a banner may take to show after the page is idle.
const BANNER_WITHIN: Duration = Duration::from_secs(3);

/// Down the page and up again, as one who reads.
const SCROLL: &str = "(async()=>{const wait=()=>new Promise(r=>setTimeout(r,25));\
    for(let y=0;y<Math.min(document.documentElement.scrollHeight,20000);y+=innerHeight){scrollTo(0,y);await wait()}\
    scrollTo(0,document.documentElement.scrollHeight);await wait();scrollTo(0,0);await wait()})()";

/// A place where a click leads nowhere.
const QUIET_PLACE: &str = "(()=>{for(let y=innerHeight*0.3;y<innerHeight;y+=40)for(let x=innerWidth*0.2;x<innerWidth;x+=80){\
    const e=document.elementFromPoint(x,y);\
    if(e&&!e.closest('a,button,input,select,textarea,label,summary,iframe,video,#cc-main,[onclick],[role]'))return{x,y}}return null})()";

/// Links that look as if they led to the list of what is sent.
const NOTICE_LINKS: &str = "(()=>{const all=[...document.querySelectorAll('a[href]')].filter(a=>\
    /外部送信|external transmission|sent to others/i.test(a.textContent)||\
    /\\/external(-transmission)?(\\.[a-z]{2})?(\\.html)?\\/?$/.test(a.pathname));return all.length?all[0].href:null})()";

/// A page under a visit.
pub(super) struct Page<'a> {
    pub browser: &'a Browser,
    pub session: String,
}

impl Page<'_> {
    async fn ask(&self, method: &str, params: Value) -> Result<Option<Value>, BrowserError> {
        let limit = self.browser.deadline;
        let answer = self.browser.pipe.ask_within(limit, Some(&self.session), method, params).await?;
        Ok(answer.and_then(Result::ok))
    }

    /// What an expression gives; `None` where the page does not answer.
    async fn evaluate(&self, expression: &str) -> Result<Option<Value>, BrowserError> {
        let params =
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let answer = self.ask("Runtime.evaluate", params).await?;
        Ok(answer.and_then(|answer| answer.pointer("/result/value").cloned()).filter(|value| !value.is_null()))
    }

    async fn click(&self, x: f64, y: f64) -> Result<(), BrowserError> {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let params = json!({"type": kind, "x": x, "y": y, "button": button, "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", params).await?;
        }
        Ok(())
    }

    /// Goes to an address: the status it came with, or why it did not come.
    pub(super) async fn go(&self, address: &str) -> Result<Result<Option<i64>, String>, BrowserError> {
        let record = &self.browser.record;
        let before = record.loads(&self.session);
        record.leave();
        let Some(answer) = self.ask("Page.navigate", json!({"url": address})).await? else {
            self.ask("Page.stopLoading", json!({})).await?;
            return Ok(Err("timeout".to_owned()));
        };
        if let Some(why) = Some(text(&answer, "/errorText")).filter(|why| !why.is_empty()) {
            return Ok(Err(why.to_owned()));
        }
        record.loaded(&self.session, before, self.browser.deadline).await;
        Ok(Ok(record.status(text(&answer, "/loaderId"))))
    }

    async fn cookies(&self, choice: &Choice) -> Result<(Vec<SeenCookie>, Vec<Personal<String>>), BrowserError> {
        let answer = self.ask("Network.getAllCookies", json!({})).await?.unwrap_or_default();
        let wall = self.browser.wall();
        let list = list(&answer, "/cookies");
        let seen = |cookie: &Value| SeenCookie {
            name: text(cookie, "/name").to_owned(),
            domain: text(cookie, "/domain").trim_start_matches('.').to_owned(),
            days: Some(number(cookie, "/expires")).filter(|expires| *expires > 0.0).map(|expires| days(expires - wall)),
            choice: choice.clone(),
        };
        let values = list.iter().map(|cookie| Personal::new(text(cookie, "/value").to_owned())).collect();
        Ok((list.iter().map(seen).collect(), values))
    }
}

/// Whole days, rounded up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn days(seconds: f64) -> u32 {
    (seconds / 86_400.0).ceil().clamp(0.0, 1e6) as u32
}

/// A visit under way.
struct Visitor<'a> {
    page: Page<'a>,
    raw: Raw,
    /// Something is not there that the rest of the visit needs.
    is_over: bool,
}

/// Makes one visit.
pub(super) async fn visit(browser: &Browser, page: &str, state: &State, notice: bool) -> Result<Raw, BrowserError> {
    browser.record.begin(*state == State::Gpc);
    let (context, session) = browser.open().await.map_err(|error| browser.why(error))?;
    let first = if *state == State::Gpc { Choice::Gpc } else { Choice::None };
    let known = Known {
        page: Personal::new(page.to_owned()),
        cookies: Vec::new(),
        screen: SCREEN,
        language: LANGUAGE.to_owned(),
        zone: ZONE.to_owned(),
    };
    let raw = Raw {
        page: page.to_owned(),
        state: state.clone(),
        choices: vec![(browser.now(), first)],
        end: 0.0,
        told: Vec::new(),
        cookies: Vec::new(),
        known,
        notice: Notice::NotLooked,
        troubles: Vec::new(),
    };
    let mut visitor = Visitor { page: Page { browser, session }, raw, is_over: false };
    let done = visitor.go_through(state, notice).await;
    done.map_err(|error| browser.why(error))?;
    browser.shut(&context).await.map_err(|error| browser.why(error))?;
    Ok(visitor.raw)
}

impl Visitor<'_> {
    async fn go_through(&mut self, state: &State, notice: bool) -> Result<(), BrowserError> {
        self.open().await?;
        match state {
            State::Fresh | State::Gpc => {}
            State::Refused => self.choose(Button::RejectAll, Choice::Refused).await?,
            State::Accepted => self.choose(Button::AcceptAll, Choice::Accepted).await?,
            State::Category(category) => self.choose_only(category).await?,
            State::Withdrawn => {
                self.choose(Button::AcceptAll, Choice::Accepted).await?;
                self.open().await?;
                self.withdraw().await?;
            }
            State::Returning => {
                self.choose(Button::AcceptAll, Choice::Accepted).await?;
                self.leave().await?;
            }
        }
        if !matches!(state, State::Fresh | State::Gpc) {
            self.open().await?;
        }
        self.stir().await?;
        let link = if notice && *state == State::Fresh && !self.is_over {
            Some(self.page.evaluate(NOTICE_LINKS).await?)
        } else {
            None
        };
        self.keep_cookies().await?;
        self.leave().await?;
        self.raw.end = self.page.browser.now();
        self.raw.told = self.page.browser.record.take_told();
        if let Some(link) = link {
            self.raw.notice = self.notice(link).await?;
        }
        Ok(())
    }

    fn choice(&self) -> Choice {
        self.raw.choices.last().map_or(Choice::None, |(_, choice)| choice.clone())
    }

    /// Opens the page, or opens it again, and waits until it is idle.
    async fn open(&mut self) -> Result<(), BrowserError> {
        if self.is_over {
            return Ok(());
        }
        let address = self.raw.page.clone();
        match self.page.go(&address).await? {
            Err(why) => self.trouble(Trouble::NoPage(why)),
            Ok(Some(status @ 400..)) => self.trouble(Trouble::NoPage(format!("HTTP {status}"))),
            Ok(_) => {}
        }
        if !self.is_over {
            self.settle().await;
        }
        Ok(())
    }

    fn trouble(&mut self, trouble: Trouble) {
        self.is_over |= trouble != Trouble::NeverIdle;
        if !self.raw.troubles.contains(&trouble) {
            self.raw.troubles.push(trouble);
        }
    }

    /// Waits until the page is idle. One that never is is waited for once.
    async fn settle(&mut self) {
        let browser = self.page.browser;
        let is_busy = self.raw.troubles.contains(&Trouble::NeverIdle);
        let limit = if is_busy { browser.quiet * 2 } else { browser.deadline };
        if !browser.record.idle(browser.quiet, limit).await {
            self.trouble(Trouble::NeverIdle);
        }
        if browser.record.is_crashed(&self.page.session) {
            self.trouble(Trouble::Crashed);
        }
    }

    /// From here on another choice is in force.
    fn mark(&mut self, choice: Choice) {
        self.raw.choices.push((self.page.browser.now(), choice));
    }

    async fn keep_cookies(&mut self) -> Result<(), BrowserError> {
        if self.is_over {
            return Ok(());
        }
        let (seen, values) = self.page.cookies(&self.choice()).await?;
        self.raw.cookies.extend(seen);
        self.raw.known.cookies.extend(values);
        Ok(())
    }

    /// Presses a button; what is sent from then on is under another choice.
    async fn choose(&mut self, button: Button, choice: Choice) -> Result<(), BrowserError> {
        self.keep_cookies().await?;
        self.press(button, Some(choice)).await?;
        if !self.is_over {
            self.settle().await;
        }
        Ok(())
    }

    async fn press(&mut self, button: Button, choice: Option<Choice>) -> Result<(), BrowserError> {
        if self.is_over {
            return Ok(());
        }
        let found = self.page.evaluate(&banner::find(button, BANNER_WITHIN.as_millis())).await?;
        let Some(found) = found else {
            self.trouble(Trouble::NoBanner(button.name()));
            return Ok(());
        };
        if let Some(choice) = choice {
            self.mark(choice);
        }
        if found.pointer("/meets") == Some(&Value::Bool(true)) {
            self.page.evaluate(banner::FORGET_FOUND).await?;
            self.page.click(number(&found, "/x"), number(&found, "/y")).await
        } else {
            self.page.evaluate(banner::CLICK_FOUND).await.map(drop)
        }
    }

    /// Opens the settings, by the interface of the script where no button is in sight.
    async fn open_settings(&mut self) -> Result<(), BrowserError> {
        if !self.is_over && self.page.evaluate(banner::OPEN_SETTINGS).await? != Some(Value::Bool(true)) {
            self.press(Button::Settings, None).await?;
        }
        Ok(())
    }

    async fn choose_only(&mut self, category: &str) -> Result<(), BrowserError> {
        self.keep_cookies().await?;
        self.press(Button::Settings, None).await?;
        if self.is_over {
            return Ok(());
        }
        if self.page.evaluate(&banner::allow_only(category)).await? == Some(Value::Bool(true)) {
            self.press(Button::Save, Some(Choice::Only(category.to_owned()))).await?;
        } else {
            self.trouble(Trouble::NoBanner("input.section__toggle"));
        }
        if !self.is_over {
            self.settle().await;
        }
        Ok(())
    }

    async fn withdraw(&mut self) -> Result<(), BrowserError> {
        self.keep_cookies().await?;
        self.open_settings().await?;
        self.press(Button::Withdraw, Some(Choice::Withdrawn)).await?;
        if !self.is_over {
            self.settle().await;
        }
        Ok(())
    }

    /// Scrolls, and clicks once where a click leads nowhere.
    async fn stir(&mut self) -> Result<(), BrowserError> {
        if self.is_over {
            return Ok(());
        }
        self.page.evaluate(SCROLL).await?;
        if let Some(place) = self.page.evaluate(QUIET_PLACE).await? {
            self.page.click(number(&place, "/x"), number(&place, "/y")).await?;
        }
        self.settle().await;
        Ok(())
    }

    /// Goes away, so that what a page sends on leaving is sent.
    async fn leave(&mut self) -> Result<(), BrowserError> {
        let browser = self.page.browser;
        self.page.go("about:blank").await?.ok();
        browser.record.idle(browser.quiet, browser.quiet * 4).await;
        Ok(())
    }

    /// Follows the link to the list.
    async fn notice(&mut self, link: Option<Value>) -> Result<Notice, BrowserError> {
        let Some(link) = link.as_ref().and_then(Value::as_str) else { return Ok(Notice::NoLink) };
        Ok(match self.page.go(link).await? {
            Err(why) => Notice::Dead(why),
            Ok(Some(status @ 400..)) => Notice::Dead(format!("HTTP {status}")),
            Ok(_) => Notice::Reached(super::shown(link)),
        })
    }
}
