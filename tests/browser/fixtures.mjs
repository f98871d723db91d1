// Somebody whose pages have something to show.

/** Somebody with a past: a match, money, points, a companion. */
export async function seedPerson(gateway) {
  const service = gateway.token("service", ["service"]);
  const teacher = gateway.token("teacher", ["teacher"]);
  const admin = gateway.token("admin", ["admin"]);
  const ann = gateway.token("ann");
  const bob = gateway.token("bob");
  await gateway.call(ann, "POST", "/v1/heart-links", { interests: ["music", "books"], languages: ["en"] });
  const { room_id: room } = await gateway.call(bob, "POST", "/v1/heart-links", { interests: ["music"], languages: ["en"] });
  await gateway.call(bob, "POST", `/v1/rooms/${room}/leave`);
  await gateway.call(ann, "POST", `/v1/rooms/${room}/feedback`, { rating: 5, tags: ["kind", "funny"] });
  const money = [["credit", 12_500, "Welcome"], ["withdraw", 2_400, "Tickets"], ["credit", 800, "Refund of a ticket"], ["withdraw", 150, "Coffee"]];
  for (const [what, amount, description] of money) {
    await gateway.call(service, "POST", `/v1/wallets/ann/${what}`, { amount, description });
    await gateway.advance(300);
  }
  await gateway.call(service, "POST", "/v1/wallets/ann/holds", { amount: 1_000, expires_in_seconds: 86_400, description: "Deposit for a bike" });
  await gateway.call(admin, "PUT", "/v1/points/plans/yearly", { expires_after_days: 365 });
  for (const student of ["ann", "bob"]) await gateway.call(admin, "PUT", `/v1/points/students/${student}`, { group: "class-7", plan: "yearly" });
  for (const [student, points, reason] of [["ann", 40, "Presentation"], ["bob", 55, "Homework"], ["ann", -10, "Late"], ["ann", 25, "Read aloud"]]) {
    await gateway.call(teacher, "POST", "/v1/points", { student_id: student, points_change: points, transaction_type: points > 0 ? "add_points" : "deduct_points", reason });
    await gateway.advance(300);
  }
  const levels = [["Stranger", 1], ["Acquainted", 20], ["Friend", 60], ["Close friend", 150]].map(([name, threshold]) => ({ name, threshold }));
  await gateway.call(admin, "PUT", "/v1/affinity/levels", { levels });
  await gateway.call(ann, "POST", "/v1/devices", { device_id: "bear-1", name: "Bruno" });
  for (const [delta, reason] of [[12, "First day"], [30, "A good week"], [-4, "Left in the rain"]]) {
    await gateway.call(admin, "POST", "/v1/affinity/adjust", { user_id: "ann", device_id: "bear-1", delta, reason });
    await gateway.advance(300);
  }
  return gateway.token("ann");
}
