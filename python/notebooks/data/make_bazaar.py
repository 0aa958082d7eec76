"""Writes bazaar.yaml, the cluster of the notebooks: a shop that grew over years, so its instances are of several ages.

    python3 python/notebooks/data/make_bazaar.py > python/notebooks/data/bazaar.yaml
"""

import random

SEED = 2026
ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")

# Name, type, instances in each zone, trunk. The older half registered before awsvpcTrunking was enabled.
FLEET = (
    ("general", "m5.large", (12, 12, 12), True),
    ("wide", "m5.xlarge", (3, 3, 3), True),
    ("compute", "c5.large", (8, 8, 8), False),
    ("caches", "r5.large", (4, 4, 4), False),
    ("burst", "t3.medium", (6, 6, 6), False),
    ("first", "t2.micro", (5, 0, 0), False),
)

SERVICES = (
    "accounts", "basket", "catalogue", "checkout", "delivery", "frontend", "invoices",
    "mail", "orders", "payments", "prices", "reviews", "search", "stock",
)  # fmt: skip


def document() -> str:
    """The scenario; the same for the same seed."""
    draw = random.Random(SEED)
    lines = [
        f"# Made by make_bazaar.py with seed {SEED}; do not edit.",
        "clusterName: bazaar",
        "accountSettings: {awsvpcTrunking: enabled}",
        "capacity:",
    ]
    for name, kind, counts, trunk in FLEET:
        for zone, count in zip(ZONES, counts):
            if count:
                wish = "enabled" if trunk else "disabled"
                lines.append(
                    f"  - {{name: {name}-{zone[-1]}, instanceType: {kind}, count: {count}, "
                    f"availabilityZones: [{zone}], trunking: {wish}}}"
                )
    lines.append("taskDefinitions:")
    lines.append("  - {family: collector, networkMode: host, cpu: 64, memory: 128}")
    for name in SERVICES:
        cpu, memory = draw.choice(((128, 256), (256, 512), (256, 512), (256, 1024), (512, 1024)))
        lines.append(f"  - {{family: {name}, networkMode: awsvpc, cpu: {cpu}, memory: {memory}}}")
    lines.append("services:")
    lines.append("  - {serviceName: collector, taskDefinition: collector, schedulingStrategy: DAEMON}")
    for name in SERVICES:
        desired = draw.randrange(12, 48)
        least, most = draw.choice(((100, 200), (100, 150), (75, 150), (100, 125)))
        lines.append(
            f"  - {{serviceName: {name}, taskDefinition: {name}, desiredCount: {desired}, "
            f"deploymentConfiguration: {{minimumHealthyPercent: {least}, maximumPercent: {most}}}}}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
