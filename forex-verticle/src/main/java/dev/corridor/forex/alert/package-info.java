/**
 * Alerts: prices that their owners wait for. Each triggers once.
 *
 * <pre>
 *  state      entered by                                       left by
 *  ACTIVE     creation (AlertRegistration)                     trigger, expiry or deletion
 *  TRIGGERED  the first tick at the price or beyond it,        deletion after 30 days
 *             in the process that runs the engine
 *             (AlertVerticle: AlertIndex, then AlertTable)
 *  EXPIRED    expires_at, if no tick triggered it before       deletion after 30 days
 * </pre>
 *
 * <p>The table decides: an alert triggers in the transaction that sets {@code triggered_at} and adds the event. Every process reads
 * the recently triggered alerts from the table and passes them to its connections ({@link
 * dev.corridor.forex.alert.usecase.AlertNotifications}).
 */
package dev.corridor.forex.alert;
