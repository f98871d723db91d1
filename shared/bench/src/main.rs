//! The program `heartlink-bench`.

use std::process::ExitCode;

fn main() -> ExitCode {
    heartlink_bench::main()
}
