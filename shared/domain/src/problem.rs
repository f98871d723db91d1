//! What is wrong with one field of an input.
//!
//! Owns the shape in which every rule reports invalid input; never decides
//! what is invalid.

use serde::{Deserialize, Serialize};

/// One invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// JSON pointer of the field in the request body.
    pub pointer: String,
    /// What is wrong, for a person to read.
    pub detail: String,
}
