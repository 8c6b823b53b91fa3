//! Whether a way out that the policy names leads to a page.

use super::{BrowserError, launch::Browser, visit::Page};
use crate::observed::WayOut;

/// Follows an address. A provider that wants to know first who asks (401, 403, 429) is there.
pub(super) async fn follow(browser: &Browser, address: &str) -> Result<WayOut, BrowserError> {
    browser.record.begin(false);
    let (context, session) = browser.open().await.map_err(|error| browser.why(error))?;
    let page = Page { browser, session };
    let came = page.go(address).await.map_err(|error| browser.why(error))?;
    browser.shut(&context).await.map_err(|error| browser.why(error))?;
    let dead = match came {
        Err(why) => Some(why),
        Ok(Some(status @ (404 | 410 | 500..))) => Some(format!("HTTP {status}")),
        Ok(_) => None,
    };
    Ok(WayOut { address: address.to_owned(), dead })
}
