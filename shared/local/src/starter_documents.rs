//! Rules, levels and settings for a gateway that is started for the first time.

use anyhow::Context;
use heartlink_domain::affinity::{Levels, Starter, starter};
use heartlink_domain::documents::{Document, Editor};
use heartlink_domain::ids::DocumentName;
use heartlink_store::Store;
use heartlink_store::affinity::{LEVELS, SETTINGS};

/// Loads the starter set where levels were never set: what somebody edited or
/// deleted since is left alone.
pub(super) async fn load(store: &Store) -> anyhow::Result<()> {
    let levels_name: DocumentName = LEVELS.parse()?;
    if !store.document_history::<Levels>(&levels_name, 1, None).await?.is_empty() {
        return Ok(());
    }
    let Starter { rules, levels, settings } = starter()?;
    for (key, rule) in &rules {
        put(store, key, rule).await?;
    }
    put(store, &SETTINGS.parse()?, &settings).await?;
    // Last: where it is missing, the next start begins anew.
    put(store, &levels_name, &levels).await
}

async fn put<D: Document>(store: &Store, name: &DocumentName, content: &D) -> anyhow::Result<()> {
    let editor = Editor {
        operator: "heartlink".parse()?,
        reason: Some("starter set".to_owned()),
        expected: None,
        now: store.now(),
    };
    store.put_document(name, content, &editor).await.context("the starter set was not stored")?;
    Ok(())
}
