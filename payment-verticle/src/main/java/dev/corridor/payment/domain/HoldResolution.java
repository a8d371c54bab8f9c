package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.util.UUID;

/**
 * The decided end of a hold. It is stored before it is posted, so that recovery posts the same decision.
 *
 * @param id id of the posting that ends the hold
 * @param command COMPLETE (capture), CANCEL or EXPIRE
 * @param captured the amount that the payee receives; zero unless it is a capture
 */
public record HoldResolution(UUID id, PaymentCommand command, Money captured) {}
