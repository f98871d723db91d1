//! Lists: `limit`, `cursor`, `order` in; `items`, `next_cursor` out.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Problem;

const DEFAULT_LIMIT: u32 = 20;
const MAX_LIMIT: u32 = 100;
/// Longest cursor, in bytes: two ids and what stands around them.
const MAX_CURSOR: usize = 512;

/// Query parameters of every list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Newest first if absent.
    #[param(inline)]
    order: Option<Order>,
}

/// Direction of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Oldest first.
    Asc,
    /// Newest first.
    Desc,
}

/// A checked page request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// 1 … 100.
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Newest first unless asked otherwise.
    pub newest_first: bool,
}

impl PageQuery {
    /// The page parameters of a list that has others beside them.
    pub fn new(limit: Option<u32>, cursor: Option<String>, order: Option<Order>) -> Self {
        Self { limit, cursor, order }
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// `invalid_request` naming the parameter.
    pub fn checked(self) -> Result<Page, Problem> {
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Problem::parameter("limit", format!("must be 1 to {MAX_LIMIT}")));
        }
        if self.cursor.as_ref().is_some_and(|cursor| cursor.len() > MAX_CURSOR) {
            return Err(Problem::parameter("cursor", "is not a cursor that was handed out"));
        }
        Ok(Page { limit, cursor: self.cursor, newest_first: self.order != Some(Order::Asc) })
    }
}

impl Page {
    /// The cursor as the id it was made from.
    ///
    /// # Errors
    /// `invalid_request` if it is none that was handed out.
    pub fn cursor_as<T: std::str::FromStr>(&self) -> Result<Option<T>, Problem> {
        let cursor = self.cursor.as_deref().map(str::parse).transpose();
        cursor.map_err(|_| Problem::parameter("cursor", "is not a cursor that was handed out"))
    }
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A page of `items`; a full page may have a next one, beginning after the
    /// item whose cursor `cursor_of` gives.
    pub fn new(items: Vec<T>, page: &Page, cursor_of: impl Fn(&T) -> String) -> Self {
        let full = items.len() >= page.limit as usize;
        let next_cursor = items.last().filter(|_| full).map(cursor_of);
        Self { items, next_cursor }
    }
}
