//! A section as a table in plain text.

use std::fmt;

use super::{figures::Figures, section::Section};

impl fmt::Display for Section {
    /// A row for each figure, in the order of the column that has most of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fullest: Vec<_> = self.columns.iter().map(|column| &column.figures).collect();
        fullest.sort_by_key(|figures| std::cmp::Reverse(figures.iter().count()));
        let mut rows: Vec<(&str, &str)> = Vec::new();
        for figure in fullest.into_iter().flat_map(Figures::iter) {
            if !rows.iter().any(|(name, _)| *name == figure.name) {
                rows.push((&figure.name, figure.unit));
            }
        }
        let width = rows.iter().map(|(name, unit)| name.chars().count() + unit.chars().count() + 3).max().unwrap_or(0);
        write!(f, "{:width$}", format!("== {}", self.title))?;
        for column in &self.columns {
            write!(f, " {:>20}", column.name)?;
        }
        writeln!(f)?;
        for (name, unit) in rows {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            write!(f, "{:width$}", format!("{name}{unit}"))?;
            for column in &self.columns {
                write!(f, " {:>20}", column.figures.get(name).map_or_else(String::new, shown))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// With three digits that say something.
fn shown(value: f64) -> String {
    match value.abs() {
        below if below < 10.0 => format!("{value:.2}"),
        below if below < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    #[test]
    fn figures_of_one_name_stand_side_by_side() {
        let column = |name: &str, figures: &[(&str, f64)]| {
            let mut all = Figures::default();
            for (name, value) in figures {
                all.put(*name, *value, "ms");
            }
            Column { name: name.to_owned(), figures: all }
        };
        let columns = vec![column("a", &[("x", 1.0)]), column("b", &[("x", 20.0), ("y", 300.4)])];
        let text = Section { title: "warm".to_owned(), columns }.to_string();
        let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(words, [vec!["==", "warm", "a", "b"], vec!["x", "(ms)", "1.00", "20.0"], vec!["y", "(ms)", "300"]]);
    }
}
