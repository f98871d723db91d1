// All devices of a person, each with its ring.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { useEvent } from "../../app/events.js";
import { href } from "../../app/router.js";
import { Button } from "../../ui/button.js";
import { Card, Page } from "../../ui/layout.js";
import { AsyncList, useList, useLoad } from "../../ui/load.js";
import { Empty } from "../../ui/states.js";
import { BindDialog } from "./bind.js";
import { Ring } from "./ring.js";
import { t } from "./texts.js";

export function DeviceList() {
  const [binding, setBinding] = useState(false);
  const list = useList(
    (signal) => me().client.affinity.devices({ limit: 50 }, { signal }),
    [],
    (device) => device.device_id,
  );
  const add = (
    <Button kind="primary" icon="plus" testid="bind" onPress={() => setBinding(true)}>
      {t("bind")}
    </Button>
  );
  return (
    <Page view="devices" title={t("title")} lead={t("lead")} actions={add}>
      <AsyncList of={list}>
        {(devices) =>
          devices.length === 0 ? (
            <Card>
              <Empty icon="device" title={t("none")}>
                <p>{t("none_lead")}</p>
              </Empty>
            </Card>
          ) : (
            <ul class="devices">
              {devices.map((device) => (
                <li key={device.device_id}>
                  <DeviceCard device={device} />
                </li>
              ))}
            </ul>
          )
        }
      </AsyncList>
      {binding && (
        <BindDialog
          onClose={() => setBinding(false)}
          onBound={() => {
            setBinding(false);
            list.reload();
          }}
        />
      )}
    </Page>
  );
}

function DeviceCard({ device }: { device: Schemas["DeviceView"] }) {
  const id = device.device_id;
  const affinity = useLoad((signal) => me().client.affinity.show(id, {}, { signal }), [id]);
  useEvent("affinity_update", ({ data }) => {
    if (data["device_id"] === id) affinity.reload();
  });
  const now = affinity.data;
  return (
    <a class="card device-card" href={href("devices", id)} data-testid="device" data-device={id}>
      {now && <Ring affinity={now} mini />}
      <div>
        <h2>{device.name ?? id}</h2>
        {now?.level_name && <p>{now.level_name}</p>}
        {typeof device.name === "string" && <p class="small mono">{id}</p>}
      </div>
    </a>
  );
}
