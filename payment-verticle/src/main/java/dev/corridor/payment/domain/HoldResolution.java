package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.util.UUID;

/**
 * How a hold is being ended. Kept before the ledger hears of it, so that whoever takes the payment up asks the ledger for the
 * same.
 *
 * @param id of the posting that does it
 * @param command COMPLETE (capture), CANCEL or EXPIRE
 * @param captured what the payee gets: nothing, unless it is a capture
 */
public record HoldResolution(UUID id, PaymentCommand command, Money captured) {}
