//! Copies of a database that is in use, and what is wrong with a damaged one.

use std::io::{Seek, SeekFrom, Write};

use heartlink_engine::{Check, check, copy};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_others_write_has_everything_up_to_one_moment_and_nothing_after() {
    let (folder, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let engine = Engine::on_disk(folder.path()).unwrap();
    let client = client(&engine);
    create_table(&client).await;
    put(&client, "before", "red").await;
    let writer = {
        let client = client.clone();
        tokio::spawn(async move {
            for n in 0_u32.. {
                put(&client, &format!("n{n:06}"), "blue").await;
            }
        })
    };
    let (from, to) = (folder.path().to_owned(), target.path().to_owned());
    let runtime = tokio::runtime::Handle::current();
    let late = client.clone();
    let copied = tokio::task::spawn_blocking(move || {
        copy(&from, &to, || {
            runtime.block_on(put(&late, "late", "red"));
            Ok(())
        })
    });
    copied.await.unwrap().unwrap();
    writer.abort();
    assert!(get(&client, "late").await.is_some(), "nobody is held up by a copy");

    check(target.path(), Check::Full).unwrap();
    let copied = Engine::on_disk(target.path()).unwrap();
    let client = super::client(&copied);
    assert!(get(&client, "before").await.is_some());
    assert_eq!(get(&client, "late").await, None, "it came after the moment of the copy");
    let all = client.scan().table_name(TABLE).into_paginator().items().send();
    let all: Vec<_> = all.try_collect().await.unwrap();
    let mut written: Vec<_> = all.iter().map(|item| item["sk"].as_s().unwrap().clone()).collect();
    written.retain(|sk| sk.starts_with('n'));
    written.sort();
    let expected: Vec<_> = (0..written.len()).map(|n| format!("n{n:06}")).collect();
    assert_eq!(written, expected, "one write after the other, without a gap");
}

#[tokio::test]
async fn a_damaged_database_is_named_at_the_start_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    {
        let engine = Engine::on_disk(folder.path()).unwrap();
        let client = client(&engine);
        create_table(&client).await;
        for n in 0..200 {
            put(&client, &n.to_string(), "red").await;
        }
    }
    let path = folder.path().join("heartlink.db");
    let sound = std::fs::read(&path).unwrap();
    let damages: [&dyn Fn(&mut std::fs::File); 3] = [
        &|file| file.write_all(b"This is a letter to my aunt, and no database.").unwrap(),
        &|file| file.set_len(sound.len() as u64 / 2).unwrap(),
        &|file| {
            for page in (4..sound.len() as u64 / 4_096).step_by(3) {
                file.seek(SeekFrom::Start(page * 4_096)).unwrap();
                file.write_all(&[0xa5; 512]).unwrap();
            }
        },
    ];
    for damage in damages {
        std::fs::write(&path, &sound).unwrap();
        damage(&mut std::fs::File::options().write(true).open(&path).unwrap());
        let error = Engine::on_disk(folder.path()).unwrap_err();
        assert!(matches!(error, EngineError::Damaged { .. }), "{error}");
        let said = error.to_string();
        assert!(said.contains("heartlink.db") && said.contains("heartlink restore"), "{said}");
    }
    std::fs::write(&path, &sound).unwrap();
    Engine::on_disk(folder.path()).unwrap();
}
