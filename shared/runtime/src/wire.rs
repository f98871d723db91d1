//! What goes over the wire, as `openapi.yaml` describes it.
//!
//! Owns the forms of what several domains show: ids and other values, the words
//! of enums, records, jobs. What one domain shows alone is described beside its
//! endpoints. The rules and the store know nothing of it: what they keep can be
//! renamed, and here it goes on being called what it was.
//!
//! A field of a view may have a type of the domain: `build.rs` tells the derive
//! macros which description here goes with it.

mod records;
mod values;
mod words;

pub use records::*;
pub use values::*;
pub use words::*;

/// Declares what goes over the wire: with `from`, a value that is shown, made of
/// the domain's own field by field (`@one`, `@each` and `@maybe` before
/// a field that is such a value itself, a list or an option of some); without, the description of a form that
/// the domain itself fixes: a document, as its trail keeps it, or the payload of
/// an event, as the feed keeps it.
///
/// ```
/// pub struct Purse { coins: u64 }
///
/// heartlink_runtime::wire! {
///     /// What somebody carries.
///     pub struct PurseView from Purse {
///         coins: u64, "How many.";
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&PurseView::from(Purse { coins: 7 })).unwrap(), r#"{"coins":7}"#);
/// ```
#[macro_export]
macro_rules! wire {
    (take $source:ident.$field:ident) => { $source.$field };
    (take $source:ident.$field:ident each) => { $source.$field.into_iter().map(Into::into).collect() };
    (take $source:ident.$field:ident maybe) => { $source.$field.map(Into::into) };
    (take $source:ident.$field:ident one) => { $source.$field.into() };
    (form [] $(#[$meta:meta])* $View:ident {
        $($(#[$attribute:meta])* $field:ident: $of:ty, $text:tt;)*
    }) => {
        #[derive(Debug, utoipa::ToSchema)]
        $(#[$meta])*
        pub struct $View { $(#[doc = $text] $(#[$attribute])* pub $field: $of,)* }
    };
    (form [$Source:ty] $(#[$meta:meta])* $View:ident {
        $($(#[$attribute:meta])* $(@$shape:ident)? $field:ident: $of:ty, $text:tt;)*
    }) => {
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        $(#[$meta])*
        pub struct $View { $(#[doc = $text] $(#[$attribute])* pub $field: $of,)* }

        impl From<$Source> for $View {
            fn from(source: $Source) -> Self {
                Self { $($field: $crate::wire!(take source.$field $($shape)?),)* }
            }
        }
    };
    ($($(#[$meta:meta])* pub struct $View:ident $(from $Source:ty)? { $($fields:tt)* })*) => {
        $($crate::wire!(form [$($Source)?] $(#[$meta])* $View { $($fields)* });)*
    };
}
