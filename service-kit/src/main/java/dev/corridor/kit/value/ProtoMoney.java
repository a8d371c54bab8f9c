package dev.corridor.kit.value;

/** Converts {@link Money} to and from its protobuf message. */
public final class ProtoMoney {
    private ProtoMoney() {}

    public static dev.corridor.money.v1.Money toProto(Money money) {
        return dev.corridor.money.v1.Money.newBuilder()
                .setAmount(money.amount())
                .setCurrency(money.currency().code())
                .build();
    }

    /** @throws dev.corridor.kit.error.Problem amount_invalid, unknown_currency */
    public static Money fromProto(dev.corridor.money.v1.Money money) {
        return Money.parse(money.getAmount(), money.getCurrency());
    }
}
