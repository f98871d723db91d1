//! `cargo xtask`: prints a generated document.

use anyhow::bail;
use heartlink_xtask::{openapi, template};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["openapi"] => openapi::yaml()?,
        ["template"] => template::yaml()?,
        _ => bail!("usage: cargo xtask openapi|template"),
    };
    print!("{text}");
    Ok(())
}
