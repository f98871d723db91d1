//! One window of a pool, weighed as a whole: a matching of the greatest number
//! of pairs and, among those, of the best total score (Edmonds' blossom
//! algorithm).
//!
//! Owns what keeps that quick: a full window has too many pairs to weigh, so
//! each person's most promising ones are kept.

use std::cmp::Reverse;
use std::convert::Infallible;

use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::{NodeIndex, UnGraph};

use super::{PlannedPair, Planner};
use crate::chance::Chance;

/// Pairs kept for each person, by promise: first these, and where they leave
/// people over, these.
const KEPT: [usize; 2] = [12, 48];
/// Further pairs kept for each person, by chance: where everybody's best are
/// the same few, these are what the others are paired by.
const KEPT_BY_CHANCE: usize = 4;

/// A pair that the rules allow, and the places of both in the window.
struct Edge {
    ends: [usize; 2],
    pair: PlannedPair,
}

impl Planner<'_> {
    /// The pairs to make of one window of people who are ready.
    pub(super) fn pair_window(&self, window: &[usize], chance: &mut Chance) -> Vec<PlannedPair> {
        let edges = self.edges(window, chance);
        let mut best: Vec<usize> = Vec::new();
        for most in KEPT {
            let kept = promising(&edges, window.len(), most, chance);
            let found = blossom(&edges, &kept, window.len());
            if worth(&edges, &found) > worth(&edges, &best) {
                best = found;
            }
            if window.len() - 2 * best.len() < 2 || kept.len() == edges.len() {
                break;
            }
        }
        best.into_iter().map(|edge| edges[edge].pair.clone()).collect()
    }

    /// All pairs within the window that the rules allow.
    fn edges(&self, window: &[usize], chance: &mut Chance) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (place, first) in window.iter().enumerate() {
            for (other, second) in window.iter().enumerate().skip(place + 1) {
                let pair = self.weigh(*first, *second, chance);
                edges.extend(pair.map(|pair| Edge { ends: [place, other], pair }));
            }
        }
        edges
    }
}

/// What a matching is measured by: the number of pairs, then the total score.
fn worth(edges: &[Edge], matching: &[usize]) -> (usize, i64) {
    (matching.len(), matching.iter().map(|edge| edges[*edge].pair.score.total).sum())
}

/// The edges that are best for one of their ends, by index, rising: `most` for
/// each person and a few more by chance.
fn promising(edges: &[Edge], people: usize, most: usize, chance: &mut Chance) -> Vec<usize> {
    let mut edges_of: Vec<Vec<usize>> = vec![Vec::new(); people];
    let mut sums = vec![0_i64; people];
    for (index, edge) in edges.iter().enumerate() {
        for end in edge.ends {
            edges_of[end].push(index);
            sums[end] += edge.pair.score.total;
        }
    }
    let usual: Vec<i64> =
        sums.iter().zip(&edges_of).map(|(sum, own)| sum / (own.len().max(1) as i64)).collect();
    let mut kept = vec![false; edges.len()];
    for own in &mut edges_of {
        let best = if own.len() <= most + KEPT_BY_CHANCE { own.len() } else { most };
        // A partner who is good for everybody is out of reach for most; what
        // counts is how much better than usual the two are together.
        let gain = |edge: &usize| {
            let Edge { ends: [a, b], pair } = &edges[*edge];
            Reverse(2 * pair.score.total - usual[*a] - usual[*b])
        };
        if best < own.len() {
            own.select_nth_unstable_by_key(best, gain);
        }
        let (chosen, others) = own.split_at(best);
        chosen.iter().for_each(|edge| kept[*edge] = true);
        for _ in 0..KEPT_BY_CHANCE.min(others.len()) {
            let last = i64::try_from(others.len() - 1).unwrap_or(i64::MAX);
            let pick = usize::try_from(chance.integer(0, last)).unwrap_or(0);
            kept[others[pick]] = true;
        }
    }
    (0..edges.len()).filter(|edge| kept[*edge]).collect()
}

/// The matching of greatest cardinality and, among those, greatest total score
/// that the `kept` edges allow, by index, rising.
fn blossom(edges: &[Edge], kept: &[usize], people: usize) -> Vec<usize> {
    let mut graph: UnGraph<(), usize> = UnGraph::with_capacity(people, kept.len());
    let nodes: Vec<NodeIndex> = (0..people).map(|_| graph.add_node(())).collect();
    for edge in kept {
        let [a, b] = edges[*edge].ends;
        graph.add_edge(nodes[a], nodes[b], *edge);
    }
    let weight = |edge: &usize| Ok::<i128, Infallible>(i128::from(edges[*edge].pair.score.total));
    let Ok(matching) = max_weight_matching(&graph, true, |edge| weight(edge.weight()), false);
    let edge_of = |(a, b): (usize, usize)| graph.find_edge(nodes[a], nodes[b]).map(|edge| graph[edge]);
    let mut found: Vec<usize> = matching.into_iter().filter_map(edge_of).collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, preferences, waiting};
    use crate::matching::{Filters, Location, MatchPreferences, Person, Relations};
    use crate::settings::Settings;

    const INTERESTS: [&str; 8] = ["art", "cats", "dogs", "film", "food", "go", "jazz", "tea"];
    const LANGUAGES: [&str; 5] = ["de", "en", "fr", "ja", "zh"];

    fn some_of(words: &[&str], share: i64, chance: &mut Chance) -> Vec<String> {
        let chosen = words.iter().filter(|_| chance.integer(1, share) == 1);
        chosen.map(|word| (*word).to_owned()).collect()
    }

    /// People of all sorts who wait at 1,000 s.
    fn mixed(index: usize, chance: &mut Chance) -> Person {
        let preferences = MatchPreferences {
            interests: some_of(&INTERESTS, 3, chance),
            languages: some_of(&LANGUAGES, 2, chance),
            location: Some(Location { lat: 39.0 + chance.fraction(), lon: 116.0 + chance.fraction() }),
            ..MatchPreferences::default()
        };
        let seen = at(1_000 - chance.integer(0, 290));
        Person {
            last_activity_at: Some(seen),
            recent_activity: vec![seen; usize::try_from(chance.integer(0, 12)).unwrap()],
            matches: u32::try_from(chance.integer(0, 4)).unwrap(),
            ..waiting(&format!("user-{index}"), chance.integer(300, 1_000), preferences)
        }
    }

    /// As mixed, but half of them want a language and a place nearby.
    fn picky(index: usize, chance: &mut Chance) -> Person {
        let mut person = mixed(index, chance);
        let preferences = &mut person.request.as_mut().unwrap().preferences;
        if index.is_multiple_of(2) {
            let languages = preferences.languages.iter().take(2).cloned().collect();
            preferences.filters = Filters { languages, max_distance_km: Some(60.0), ..Filters::default() };
        }
        person
    }

    /// Everybody has exactly one person who is made for them.
    fn couples(index: usize, _: &mut Chance) -> Person {
        let couple = index / 2;
        let likes: Vec<String> = (0..4).map(|like| format!("couple-{couple}-{like}")).collect();
        let person = waiting(&format!("user-{index}"), 1_000, preferences(&likes.join(" "), &likes[0]));
        Person { last_activity_at: Some(at(1_000)), ..person }
    }

    /// A few who are best for everybody, and many who are nobody's first choice.
    fn stars(index: usize, chance: &mut Chance) -> Person {
        let star = index.is_multiple_of(8);
        let asked = if star { 300 } else { 990 + chance.integer(0, 9) };
        Person {
            last_activity_at: Some(at(1_000)),
            recent_activity: vec![at(1_000); if star { 10 } else { 0 }],
            ..waiting(&format!("user-{index}"), asked, MatchPreferences::default())
        }
    }

    #[test]
    fn what_is_left_out_of_a_window_costs_less_than_a_twentieth_of_the_best_score() {
        let mut settings = Settings::default();
        settings.score.random = 0;
        type Sort = fn(usize, &mut Chance) -> Person;
        let sorts: [(&str, Sort); 4] =
            [("mixed", mixed), ("picky", picky), ("couples", couples), ("stars", stars)];
        for (sort, person) in sorts {
            for (seed, size) in [(1, 60), (2, 90), (3, 120)] {
                let chance = &mut Chance::from_seed(seed);
                let pool: Vec<Person> = (0..size).map(|index| person(index, chance)).collect();
                let people = pool.iter().collect();
                let planner =
                    Planner { people, relations: &Relations::default(), now: at(1_000), settings: &settings };
                let edges = planner.edges(&planner.line(), chance);
                let all: Vec<usize> = (0..edges.len()).collect();
                let (pairs, best) = worth(&edges, &blossom(&edges, &all, size));
                let planned = planner.pair_window(&planner.line(), chance);
                let total: i64 = planned.iter().map(|pair| pair.score.total).sum();
                let case = format!("{sort}, seed {seed}: {total} of {best}");
                assert_eq!(planned.len(), pairs, "{case}");
                assert!(total <= best && total * 20 >= best * 19, "{case}");
            }
        }
    }

    #[test]
    fn a_window_is_thinned_to_what_each_person_can_use() {
        let chance = &mut Chance::from_seed(1);
        let pool: Vec<Person> = (0..100).map(|index| mixed(index, chance)).collect();
        let (relations, settings) = (Relations::default(), Settings::default());
        let people = pool.iter().collect();
        let planner = Planner { people, relations: &relations, now: at(1_000), settings: &settings };
        let edges = planner.edges(&planner.line(), chance);
        assert_eq!(edges.len(), 100 * 99 / 2);
        let kept = promising(&edges, 100, 12, chance);
        assert!(kept.is_sorted() && kept.len() <= 100 * 16, "{}", kept.len());
        for person in 0..100 {
            let own = kept.iter().filter(|edge| edges[**edge].ends.contains(&person)).count();
            assert!(own >= 12, "{person} keeps {own}");
        }
    }
}
