//! The way back: an export that was made before an upgrade, and one that comes from a newer version.

use std::fs;

use super::{
    beside_a_newer_version::schema_of,
    first_release::{Names, Place, fill, rows, said},
};

/// What the first release wrote of its rows.
const EXPORT: &str = include_str!("first_release/export.jsonl");

impl Place {
    fn import(&self, export: &str) -> std::process::Output {
        fs::write(self.folder().join("rows.jsonl"), export).unwrap();
        self.run(&["import", "rows.jsonl"])
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_of_the_first_release_gives_what_migrating_its_database_gives() {
    for (there, migrated) in [(Place::sqlite(), Place::postgres()), (Place::postgres(), Place::sqlite())] {
        let imported = there.import(EXPORT);
        assert!(imported.status.success(), "{}", said(&imported));
        fill(&migrated.url, &Names::any()).await;
        migrated.migrate();
        assert_eq!(there.export(), migrated.export());
    }
}

/// A database that a command refuses, and what it says.
async fn stays_as_it_is(place: &Place, arguments: &[&str]) -> String {
    let (schema, before) = (schema_of(&place.url).await, rows(&place.url).await);
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(schema_of(&place.url).await, schema);
    assert_eq!(rows(&place.url).await, before);
    said(&output)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_of_an_older_database_changes_nothing_and_says_what_to_do() {
    for place in [Place::sqlite(), Place::postgres()] {
        fill(&place.url, &Names::any()).await;
        let said = stays_as_it_is(&place, &["export"]).await;
        assert!(said.contains("step(s) behind this version") && said.contains("`migrate`"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_leaves_schema_and_rows_as_they_are() {
    for place in [Place::sqlite(), Place::postgres()] {
        fill(&place.url, &Names::any()).await;
        place.migrate();
        let (schema, before) = (schema_of(&place.url).await, rows(&place.url).await);
        let first = place.export();
        assert_eq!(place.export(), first);
        assert_eq!(schema_of(&place.url).await, schema);
        assert_eq!(rows(&place.url).await, before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_of_a_newer_version_is_refused_and_nothing_is_imported() {
    let from = Place::sqlite();
    fill(&from.url, &Names::any()).await;
    from.migrate();
    let export = from.export();
    let header = export.lines().next().unwrap();
    let mut newer: serde_json::Value = serde_json::from_str(header).unwrap();
    assert_eq!(newer["version"], env!("CARGO_PKG_VERSION"));
    newer["version"] = "9.8.7".into();
    let with = |key: &str, value: serde_json::Value| {
        let mut header = newer.clone();
        header[key] = value;
        format!("{header}\n{}", export.split_once('\n').unwrap().1)
    };
    for place in [Place::sqlite(), Place::postgres()] {
        place.migrate();
        for (export, why) in [
            (with("schema", "m20991231_000001_fly".into()), "m20991231_000001_fly"),
            (with("format", 2.into()), "format 2"),
        ] {
            let refused = place.import(&export);
            assert_eq!(refused.status.code(), Some(1));
            let said = said(&refused);
            for words in
                ["nothing was imported", "line 1", "newer version", "9.8.7", why, "import it with that version"]
            {
                assert!(said.contains(words), "no «{words}» in {said}");
            }
            assert_eq!(place.export().lines().count(), 2, "rows were imported");
        }
        let taken = place.import(&export);
        assert!(taken.status.success(), "{}", said(&taken));
        assert_eq!(place.export(), export);
    }
}
