//! Configuration of the store from the environment. Every problem is reported
//! at once, at start.

use heartlink_domain::settings::Settings;

/// What a process needs to know to reach its store.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreConfig {
    /// Another endpoint than AWS's own (`HEARTLINK_DYNAMODB_ENDPOINT`).
    pub endpoint: Option<String>,
    /// Prefix of all table names (`HEARTLINK_TABLE_PREFIX`).
    pub table_prefix: String,
    /// The numbers of the rules.
    pub settings: Settings,
}

impl StoreConfig {
    /// Reads the environment through `vars`.
    ///
    /// # Errors
    /// Every problem found.
    pub fn read(vars: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let endpoint = vars("HEARTLINK_DYNAMODB_ENDPOINT").filter(|text| !text.is_empty());
        if let Some(endpoint) = &endpoint
            && !endpoint.starts_with("http://")
            && !endpoint.starts_with("https://")
        {
            problems.push(format!("HEARTLINK_DYNAMODB_ENDPOINT={endpoint:?} is not an http(s) address"));
        }
        let table_prefix = vars("HEARTLINK_TABLE_PREFIX").unwrap_or_else(|| "heartlink-".to_owned());
        if !table_prefix.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c)) {
            problems.push(format!(
                "HEARTLINK_TABLE_PREFIX={table_prefix:?} has characters that no table name may have"
            ));
        }
        let settings = Settings::read(vars).unwrap_or_else(|found| {
            problems.extend(found);
            Settings::default()
        });
        if problems.is_empty() { Ok(Self { endpoint, table_prefix, settings }) } else { Err(problems) }
    }
}
