//! The command `heartlink`, built along with the tests that run it.

use std::process::ExitCode;

fn main() -> ExitCode {
    heartlink::main()
}
