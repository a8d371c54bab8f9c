package dev.corridor.profile.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import java.util.Locale;

/** Error codes of the profile service. */
public enum ProfileError implements ErrorCode {
    USER_NOT_FOUND(Fault.NOT_FOUND, "Check the id, and that the token belongs to this user."),
    PAYEE_NOT_FOUND(Fault.UNPROCESSABLE, "Check the id or @username of the payee."),
    USERNAME_TAKEN(Fault.ALREADY_EXISTS, "Choose another username."),
    EMAIL_TAKEN(Fault.ALREADY_EXISTS, "Use another e-mail address, or sign in with the account that has this one."),
    USERNAME_INVALID(Fault.UNPROCESSABLE, "Use 3 to 32 of a-z, 0-9, '_' and '.', beginning with a letter."),
    EMAIL_INVALID(Fault.UNPROCESSABLE, "Send an address such as ada@example.com, at most 254 characters."),
    FULL_NAME_INVALID(Fault.UNPROCESSABLE, "Send 1 to 100 characters."),
    USER_SUSPENDED(Fault.FORBIDDEN, "Ask the operator; a suspended user can read, and change nothing."),
    VERIFICATION_CONFLICT(
            Fault.CONFLICT,
            "Change pending to verified or suspended, verified to suspended, or suspended to verified or pending."),
    VERIFICATION_INVALID(Fault.INVALID, "Send pending, verified or suspended."),
    REASON_INVALID(Fault.UNPROCESSABLE, "Send 1 to 200 characters on one line."),
    VERSION_REQUIRED(
            Fault.PRECONDITION_REQUIRED,
            "Send If-Match with the ETag of the profile you read; with gRPC, its version."),
    STALE_VERSION(Fault.STALE, "Read the profile again and repeat the change with its new ETag.");

    private final Fault fault;
    private final String advice;

    ProfileError(Fault fault, String advice) {
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
