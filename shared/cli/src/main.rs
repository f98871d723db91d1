//! The command `heartlink`.

use std::process::ExitCode;

fn main() -> ExitCode {
    heartlink::main()
}
