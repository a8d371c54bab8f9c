package dev.corridor.edge.oauth.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import java.util.Locale;

/** Error codes of the developer portal's API. */
public enum PortalError implements ErrorCode {
    API_NOT_FOUND(Fault.NOT_FOUND, "Read /apis for the names and versions."),
    APPLICATION_NOT_FOUND(Fault.NOT_FOUND, "Check the id, and that the application is yours."),
    KEY_NOT_FOUND(Fault.NOT_FOUND, "Check the client id, and that the application is yours."),
    SUBSCRIPTION_NOT_FOUND(Fault.NOT_FOUND, "Check the id, and that the application is yours."),
    SESSION_NOT_FOUND(Fault.NOT_FOUND, "Read /users/me/sessions for the ids."),
    APPLICATION_EXISTS(Fault.ALREADY_EXISTS, "Choose another name, or use the application that has this one."),
    SUBSCRIPTION_EXISTS(Fault.ALREADY_EXISTS, "Change the plan of the subscription that exists."),
    USERNAME_TAKEN(Fault.ALREADY_EXISTS, "Choose another username."),
    EMAIL_TAKEN(Fault.ALREADY_EXISTS, "Use another e-mail address, or sign in with the account that has this one."),
    USER_INVALID(Fault.UNPROCESSABLE, "Correct the field that the detail names."),
    PASSWORD_WEAK(Fault.UNPROCESSABLE, "Choose a password of 12 characters or more that is not the username."),
    NAME_INVALID(Fault.UNPROCESSABLE, "Send 1 to 100 characters on one line."),
    KEY_INVALID(Fault.UNPROCESSABLE, "Correct the key's metadata as the detail says."),
    KEY_PUBLIC(Fault.UNPROCESSABLE, "A public key has no secret; generate another key."),
    PLAN_UNKNOWN(Fault.UNPROCESSABLE, "Read /plans for the names."),
    TOO_MANY(Fault.UNPROCESSABLE, "Delete what is no longer used.");

    private final Fault fault;
    private final String advice;

    PortalError(Fault fault, String advice) {
        this.fault = fault;
        this.advice = advice;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }
}
