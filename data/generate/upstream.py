"""What other projects publish: EC2's own answers as moto keeps them, limits and prices as Karpenter does.

Both are fetched as packages, by their ordinary clients; the versions are pinned here. To
move on, change the versions and dates, run make_table.py, and read the difference it makes.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

from tables import Row

MOTO_VERSION = "5.2.3"
MOTO_DATE = "2026-08-02"  # The day of the data's last change; the version is of 2026-08-22.
# The limits in it were generated on 2026-08-06, the prices on 2026-07-20.
KARPENTER_VERSION = "v1.15.0"
KARPENTER_MODULE = "github.com/aws/karpenter-provider-aws"
LIMITS_FILE = "pkg/providers/instancetype/zz_generated.vpclimits.go"
PRICES_FILE = "pkg/providers/pricing/zz_generated.pricing_aws.go"


def fetch_moto_types() -> dict[str, Row]:
    """instance type -> the hardware columns, from moto's copy of DescribeInstanceTypes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*command, f"moto=={MOTO_VERSION}"], check=True)
        (wheel,) = Path(folder).glob("moto-*.whl")
        return read_moto_types(wheel)


def read_moto_types(wheel: Path) -> dict[str, Row]:
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("moto/ec2/resources/instance_types.json.gz")
    return {name: hardware_of(item) for name, item in json.loads(gzip.decompress(packed)).items()}


def hardware_of(item: dict) -> Row:
    network = item["NetworkInfo"]
    (architecture,) = set(item["ProcessorInfo"]["SupportedArchitectures"]) - {"i386"}
    (card0,) = (
        card["MaximumNetworkInterfaces"]
        for card in network["NetworkCards"]
        if card["NetworkCardIndex"] == network["DefaultNetworkCardIndex"]
    )
    return {
        "vcpus": str(item["VCpuInfo"]["DefaultVCpus"]),
        "memory_mib": str(item["MemoryInfo"]["SizeInMiB"]),
        "architecture": architecture,
        "hypervisor": "none" if item["BareMetal"] else item.get("Hypervisor", ""),
        "bare_metal": text_of(item["BareMetal"]),
        "gpus": str(sum(gpu_count(gpu) for gpu in item.get("GpuInfo", {}).get("Gpus", []))),
        "network_cards": str(network["MaximumNetworkCards"]),
        "max_network_interfaces": str(network["MaximumNetworkInterfaces"]),
        "max_network_interfaces_card0": str(card0),
        "ipv4_per_interface": str(network["Ipv4AddressesPerInterface"]),
        "ipv6_per_interface": str(network["Ipv6AddressesPerInterface"]),
        "burstable": text_of(item["BurstablePerformanceSupported"]),
        "current_generation": text_of(item["CurrentGeneration"]),
        "hardware_source": "moto",
        "hardware_date": MOTO_DATE,
    }


def gpu_count(gpu: dict) -> int:
    """Whole devices; a share of one (g6f, gr6f) counts as one, since a task sees one device."""
    return gpu["Count"] or int(gpu.get("LogicalGpuCount", 0) > 0)


def text_of(value: bool) -> str:
    return "true" if value else "false"


def fetch_karpenter() -> dict[str, Row]:
    """instance type -> the columns of EKS limits and of prices."""
    command = ["go", "mod", "download", "-json", f"{KARPENTER_MODULE}@{KARPENTER_VERSION}"]
    # go may report that the module wants a newer go; the archive is there all the same.
    answer = subprocess.run(command, stdout=subprocess.PIPE, cwd=tempfile.gettempdir(), check=False)
    module = json.loads(answer.stdout)
    if "Zip" not in module:
        raise RuntimeError(f"{KARPENTER_MODULE} cannot be fetched: {module.get('Error', 'no reason given')}")
    with zipfile.ZipFile(module["Zip"]) as archive:
        root = f"{KARPENTER_MODULE}@{KARPENTER_VERSION}/"
        limits = read_limits(archive.read(root + LIMITS_FILE).decode())
        prices = read_prices(archive.read(root + PRICES_FILE).decode())
    return {name: limits.get(name, {}) | prices.get(name, {}) for name in limits.keys() | prices.keys()}


def read_limits(go_text: str) -> dict[str, Row]:
    entry = re.compile(
        r'^\t"(?P<name>[^"]+)": \{$.*?'
        r"IsTrunkingCompatible: +(?P<compatible>true|false),.*?"
        r"BranchInterface: +(?P<branches>\d+),.*?^\t\},$",
        re.MULTILINE | re.DOTALL,
    )
    return {
        match["name"]: {"eks_trunking_compatible": match["compatible"], "eks_branch_interfaces": match["branches"]}
        for match in entry.finditer(go_text)
    }


def read_prices(go_text: str) -> dict[str, Row]:
    region = go_text.split('"us-east-1": {', 1)[1].split("\n\t},", 1)[0]
    prices = re.findall(r'"([a-z0-9.-]+)": ([0-9.]+)', region)
    return {name: {"ondemand_usd_hour": format(Decimal(price).normalize(), "f")} for name, price in prices}
