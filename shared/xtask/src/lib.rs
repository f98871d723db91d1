//! What follows from the code: the OpenAPI document, and the template of a
//! deployment.
//!
//! Owns how they are generated. Never ships: neither the command nor a function
//! links it.

pub mod openapi;
pub mod template;
