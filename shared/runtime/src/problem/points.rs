//! The refusals of points, in the words of the error table.

use heartlink_domain::points::Refusal;
use heartlink_domain::problem::FieldProblem;
use heartlink_store::points::PointsError;

use super::wallet::sentence;
use crate::{Code, Problem};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = sentence(&refusal);
        let new = |code| Self::new(code, detail.clone());
        match refusal {
            Refusal::Forbidden => Self::forbidden(),
            Refusal::InsufficientPoints { available, required, floor } => new(Code::InsufficientPoints)
                .with("available", available)
                .with("required", required)
                .with("floor", floor),
            Refusal::Importing { import_id } => new(Code::AccountImporting).with("import_id", import_id),
            Refusal::ImportOutOfStep { expected } => new(Code::ImportOutOfStep).with("expected", expected),
            Refusal::NotEmpty { transactions } => {
                new(Code::AccountNotEmpty).with("transactions", transactions)
            }
            Refusal::RuleNotFound { .. } => new(Code::RuleNotFound),
            Refusal::PlanNotFound { .. } => {
                Self::invalid(vec![FieldProblem { pointer: "/plan".to_owned(), detail }])
            }
            Refusal::TooManyCaps { limit } => new(Code::TooManyCaps).with("limit", limit),
            Refusal::TransactionNotFound => new(Code::TransactionNotFound),
            Refusal::AlreadyReversed { seq, by } => {
                new(Code::AlreadyReversed).with("seq", seq).with("reversed_by", by)
            }
            Refusal::NotReversible { seq } => new(Code::NotReversible).with("seq", seq),
            Refusal::BalanceLimit { limit } => new(Code::BalanceLimit).with("limit", limit),
            Refusal::LedgerFull => new(Code::LedgerFull),
            Refusal::Invalid { problems } => Self::invalid(problems),
        }
    }
}

impl From<PointsError> for Problem {
    fn from(error: PointsError) -> Self {
        match error {
            PointsError::Refused(refusal) => refusal.into(),
            PointsError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_elses_student_and_none_are_refused_in_the_same_words() {
        assert_eq!(Problem::from(Refusal::Forbidden), Problem::forbidden());
    }

    #[test]
    fn a_lack_of_points_is_told_with_its_figures() {
        let problem = Problem::from(Refusal::InsufficientPoints { available: 3, required: 4, floor: 0 });
        assert_eq!(problem.code.as_str(), "insufficient_points");
        assert_eq!((&problem.figures["available"], &problem.figures["floor"]), (&3.into(), &0.into()));
        assert_eq!(problem.detail, "4 points are required and 3 available.");
    }
}
