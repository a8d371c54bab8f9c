package dev.corridor.payment.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The payee as the request names them.
 *
 * @param text "" for the default merchant, a user's id, or "@" and a username
 */
public record Payee(String text) {
    /** The owner of all accounts that are not a user's wallet, the default merchant's among them. */
    public static final String HOUSE = "house";

    public static final Payee MERCHANT = new Payee("");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern USERNAME = Pattern.compile("@[a-z0-9_.]{1,64}");

    /** @throws dev.corridor.kit.error.Problem payee_not_found if no user can have that id or name */
    public Payee {
        if (!text.isEmpty()
                && !ID.matcher(text).matches()
                && !USERNAME.matcher(text).matches()) {
            throw PaymentError.PAYEE_NOT_FOUND.problem();
        }
    }

    /**
     * The payee of a request; the default merchant if the request names none.
     *
     * @throws dev.corridor.kit.error.Problem payee_not_found also for an empty text, which names nobody
     */
    public static Payee requested(Optional<String> text) {
        if (text.filter(String::isEmpty).isPresent()) {
            throw PaymentError.PAYEE_NOT_FOUND.problem();
        }
        return text.map(Payee::new).orElse(MERCHANT);
    }

    public static Payee user(UUID id) {
        return new Payee(id.toString());
    }

    public boolean isMerchant() {
        return text.isEmpty();
    }

    public Optional<String> username() {
        return text.startsWith("@") ? Optional.of(text.substring(1)) : Optional.empty();
    }

    /** The user's id, or the house; empty for a username, which has to be looked up. */
    public Optional<String> id() {
        if (isMerchant()) {
            return Optional.of(HOUSE);
        }
        return text.startsWith("@") ? Optional.empty() : Optional.of(text);
    }
}
