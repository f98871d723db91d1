//! Rebuilds the server when a file of the page is added or removed; changes
//! inside the files are tracked by the compiler itself.

fn main() {
    println!("cargo::rerun-if-changed=../../console/dist");
}
